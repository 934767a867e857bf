// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

/** A server that runs somewhere, started in a directory of files that it keeps from one start to the next. Not thread-safe. */
interface ServerProcess extends AutoCloseable {
    /** Starts it, and does not wait until it serves. */
    void start();

    boolean isAlive();

    /** Ends it without warning, as SIGKILL does, also if it is paused. */
    void kill();

    /** Asks it to end, and waits until it has. */
    void stop();

    /** Stops it in the middle of whatever it does, as SIGSTOP does. */
    void pause();

    /** Lets a paused one go on. */
    void resume();

    /** The end of what it wrote to its log. */
    String log();

    /** Kills it, and deletes its files. */
    @Override
    void close();
}
