// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Milliseconds that pass at least as quickly as real time: the JVM's monotonic time, or a clock's where that has gone further.
 *
 * <p>A clock that is set back does not slow it down. Monotonic time that stands still while the machine sleeps does not either: the
 * clock has gone on. It is not seen that a clock was set back by a tenth of a second or less, or that it was and the machine slept
 * without the time's being asked for in between: so much of the sleep is missed.
 */
final class ForwardTime {
    private static final int NANOS_PER_MILLI = 1_000_000;

    /** More than two readings at once can differ by. */
    private static final long SLACK_MILLIS = 100;

    /** 18 million years; the clock's readings are kept within, so that their differences are numbers. */
    private static final long LIMIT_MILLIS = 1L << 59;

    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private volatile long lead;

    /** What the clock was set back by, in all. */
    private volatile long setBack;

    ForwardTime(InstantSource clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.lead = ahead(monotonic());
    }

    /** Milliseconds since an arbitrary start; with a clock that throws, as far as it had gone before. */
    long millis() {
        long monotonic = monotonic();
        long behind = lead - ahead(monotonic);
        if (behind < 0 || behind > SLACK_MILLIS) {
            follow();
        }
        return monotonic + lead;
    }

    private synchronized void follow() {
        long ahead = ahead(monotonic());
        if (lead - ahead > SLACK_MILLIS) {
            setBack += lead - ahead;
        } else {
            lead = Math.max(lead, ahead);
        }
    }

    private long monotonic() {
        return Math.floorDiv(nanoTime.getAsLong(), NANOS_PER_MILLI);
    }

    /** How far the clock would be ahead if it had never been set back. */
    private long ahead(long monotonic) {
        try {
            return Math.max(-LIMIT_MILLIS, Math.min(LIMIT_MILLIS, clock.millis())) + setBack - monotonic;
        } catch (RuntimeException clockFailure) {
            return lead;
        }
    }
}
