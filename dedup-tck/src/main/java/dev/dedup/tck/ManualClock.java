// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until it is moved. Thread-safe. */
public final class ManualClock implements ContractClock, InstantSource {
    private final AtomicReference<Instant> now;

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
        this.now = new AtomicReference<>(Objects.requireNonNull(start, "start"));
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public Instant now() {
        return now.get();
    }

    /**
     * Moves the clock forward.
     *
     * @throws IllegalArgumentException if the time is negative
     */
    @Override
    public void advance(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException(
                    "A manual clock was to be advanced by " + time + "; it only moves forward, so give zero or more");
        }
        now.updateAndGet(instant -> instant.plus(time));
    }

    @Override
    public Duration tolerance() {
        return Duration.ZERO;
    }
}
