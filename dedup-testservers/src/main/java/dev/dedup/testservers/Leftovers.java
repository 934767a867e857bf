// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import java.util.ArrayDeque;
import java.util.Deque;

/** What a test left open is closed when the JVM exits, the newest first: a process before its directory. */
final class Leftovers {
    private static final Deque<AutoCloseable> OPEN = new ArrayDeque<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Leftovers::closeAll, "close-test-servers"));
    }

    private Leftovers() {}

    static synchronized void add(AutoCloseable resource) {
        OPEN.push(resource);
    }

    static synchronized void remove(AutoCloseable resource) {
        OPEN.remove(resource);
    }

    private static synchronized void closeAll() {
        OPEN.forEach(Leftovers::close);
    }

    @SuppressWarnings("SystemOut")
    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            // The JVM is going: the others must be closed all the same, and no logger is sure to be there.
            System.err.println("a test server was not cleaned up: " + e);
        }
    }
}
