// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Milliseconds that pass at least as quickly as real time: the JVM's monotonic time, or a clock's where that has gone further.
 *
 * <p>A clock that is set back does not slow it down. Monotonic time that stands still while the machine sleeps does not either: the
 * clock has gone on.
 */
final class ForwardTime {
    private static final int NANOS_PER_MILLI = 1_000_000;

    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final AtomicLong lead = new AtomicLong(Long.MIN_VALUE / 2);

    ForwardTime(InstantSource clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** Milliseconds since an arbitrary start; with a clock that throws, as far as it had gone before. */
    long millis() {
        long monotonic = Math.floorDiv(nanoTime.getAsLong(), NANOS_PER_MILLI);
        return monotonic + furthest(lead(monotonic));
    }

    private long lead(long monotonic) {
        try {
            return ExpiryWord.clamp(clock.millis()) - monotonic;
        } catch (RuntimeException clockFailure) {
            return Long.MIN_VALUE;
        }
    }

    private long furthest(long ahead) {
        long seen = lead.get();
        return ahead > seen ? lead.accumulateAndGet(ahead, Math::max) : seen;
    }
}
