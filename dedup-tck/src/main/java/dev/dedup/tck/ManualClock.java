// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;

/** A clock that stands still until it is moved. Thread-safe. */
public final class ManualClock implements ContractClock, InstantSource {
    private volatile Instant now;

    /** Makes a clock that shows noon of 1 January 2026, UTC. */
    public ManualClock() {
        this(Instant.parse("2026-01-01T12:00:00Z"));
    }

    /**
     * Makes a clock that shows a given instant.
     *
     * @param start the first instant it shows
     */
    public ManualClock(Instant start) {
        this.now = Objects.requireNonNull(start, "start");
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public Instant now() {
        return now;
    }

    /**
     * Moves the clock forward.
     *
     * @throws IllegalArgumentException if the time is negative
     */
    @Override
    public synchronized void advance(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException(
                    "A manual clock was to be advanced by " + time + "; it only moves forward, so give zero or more");
        }
        now = now.plus(time);
    }

    @Override
    public Duration tolerance() {
        return Duration.ZERO;
    }
}
