// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.cuts;

import java.util.ArrayDeque;
import java.util.Deque;

/** What is to be closed together, the last opened first. For one thread. */
final class Opened implements AutoCloseable {
    private final Deque<Runnable> closings = new ArrayDeque<>();

    /** Takes note of one that was opened. */
    <T> T add(T opened, Runnable closing) {
        closings.push(closing);
        return opened;
    }

    /** Closes all, also if one of them fails. */
    @Override
    public void close() {
        if (!closings.isEmpty()) {
            try {
                closings.pop().run();
            } finally {
                close();
            }
        }
    }
}
