// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck.broken;

import java.util.HashMap;
import java.util.Map;

/**
 * Where a thread waits, with the server's lock given up, until another has come to the same point for the same key.
 *
 * <p>It happens once: afterwards everybody passes. So does the thread that opened the store at all times, since nobody would come
 * to meet it.
 */
final class Rendezvous {
    private static final long LIMIT_MILLIS = 10_000;

    private final Object lock;
    private final Thread opener = Thread.currentThread();
    private final Map<Object, Integer> waiting = new HashMap<>();
    private boolean over;

    Rendezvous(Object lock) {
        this.lock = lock;
    }

    /** Waits for somebody with the same key; the caller holds the lock. */
    void meet(Object key) {
        if (over || Thread.currentThread() == opener) {
            return;
        }
        if (waiting.merge(key, 1, Integer::sum) == 2) {
            over = true;
            lock.notifyAll();
            return;
        }
        awaitTheEnd();
    }

    private void awaitTheEnd() {
        try {
            while (!over) {
                lock.wait(LIMIT_MILLIS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
