// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the keys that wait for an answer, and lets no more wait than there is room for. What is given up no longer waits.
 *
 * <p>Lettuce's own bound counts a {@link KeyBatch} as one. Thread-safe.
 */
final class RequestQueue {
    private final long size;
    private final AtomicLong waiting = new AtomicLong();

    RequestQueue(long size) {
        this.size = size;
    }

    /** For a client whose own settings bound it. */
    static RequestQueue unbounded() {
        return new RequestQueue(Long.MAX_VALUE);
    }

    /** Takes room for a request's keys; false, and nothing is taken, if there is too little. */
    boolean enter(int keys) {
        long before = waiting.get();
        while (keys <= size - before) {
            if (waiting.compareAndSet(before, before + keys)) {
                return true;
            }
            before = waiting.get();
        }
        return false;
    }

    /** Gives back what a request took. */
    void leave(int keys) {
        waiting.addAndGet(-keys);
    }

    /** What is wrong with a request that was not let in. */
    String problem(int keys) {
        return "too many requests wait for the server: with these " + keys + " keys it would be "
                + (waiting.get() + keys) + ", and requestQueueSize is " + size;
    }
}
