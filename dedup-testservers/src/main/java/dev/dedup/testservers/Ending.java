// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

/**
 * How a process of this machine is ended.
 *
 * @param stop the signal that asks it to end in good order
 * @param close the signal after which nothing of it is needed any more
 * @param cleanUp what is done when it has been closed and has ended, with its directory still there
 */
record Ending(String stop, String close, Runnable cleanUp) {}
