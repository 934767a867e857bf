// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/** A clock that nobody moves: time passes on it by waiting. */
final class WaitingClock implements ContractClock {
    private static final Duration STEP = Duration.ofMillis(1);

    private final InstantSource storeClock;
    private final Duration tolerance;

    WaitingClock(InstantSource storeClock, Duration tolerance) {
        this.storeClock = Objects.requireNonNull(storeClock, "storeClock");
        this.tolerance = Objects.requireNonNull(tolerance, "tolerance");
        if (tolerance.compareTo(STEP) < 0) {
            throw new IllegalArgumentException("The tolerance of a running clock is " + tolerance
                    + "; it must be at least " + STEP + ", because the clock moves between two readings");
        }
    }

    @Override
    public Instant now() {
        return storeClock.instant();
    }

    @Override
    public void advance(Duration time) {
        Instant end = now().plus(time);
        for (Instant now = now(); now.isBefore(end); now = now()) {
            requireNotInterrupted(now, end);
            LockSupport.parkNanos(STEP.toNanos());
        }
    }

    @Override
    public Duration tolerance() {
        return tolerance;
    }

    private static void requireNotInterrupted(Instant now, Instant end) {
        if (Thread.currentThread().isInterrupted()) {
            throw new IllegalStateException("Interrupted while the store's clock was to reach " + end + "; it reads "
                    + now + ". See whether the clock that was given to the kit runs");
        }
    }
}
