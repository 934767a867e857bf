// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Says whether something may have changed since an answer about it was asked for.
 *
 * <p>What hashes alike shares a place, so the answer may be a needless yes and is never a wrong no. A change that is never answered is
 * under way for ever.
 */
final class Changes {
    private static final int PLACES = 1024;

    private final AtomicLong count = new AtomicLong();
    private final AtomicLongArray latest = new AtomicLongArray(PLACES);
    private final AtomicIntegerArray underWay = new AtomicIntegerArray(PLACES);

    /** A moment, to be taken before the question is sent. */
    long moment() {
        return count.get();
    }

    void begin(long hashed) {
        underWay.incrementAndGet(place(hashed));
    }

    /** Notes the change before it counts as over, so that nobody misses both. */
    void end(long hashed) {
        latest.accumulateAndGet(place(hashed), count.incrementAndGet(), Math::max);
        underWay.decrementAndGet(place(hashed));
    }

    boolean noneSince(long moment, long hashed) {
        return underWay.get(place(hashed)) == 0 && latest.get(place(hashed)) <= moment;
    }

    private static int place(long hashed) {
        return (int) (hashed & (PLACES - 1));
    }
}
