// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The clock by which the store under test judges expiry, and the kit's means to let time pass on it.
 *
 * <p>A store with an injected clock takes a {@link ManualClock}; a store with a clock of its own takes
 * {@link #waitingFor(InstantSource, Duration)}.
 */
public interface ContractClock {
    /**
     * Returns the time by the store's clock.
     *
     * @return the instant by which the store would judge now
     */
    Instant now();

    /**
     * Lets time pass on the store's clock; returns when it has passed.
     *
     * @param time how much, not negative; a clock that the kit cannot move waits at least as long
     */
    void advance(Duration time);

    /**
     * Returns how far an expiry that the store reports may be from the one it keeps.
     *
     * <p>Zero says that the clock stands still between calls of {@link #advance}: the kit then tests the exact instant of expiry.
     *
     * @return the tolerance, not negative
     */
    Duration tolerance();

    /**
     * Returns a clock that runs by itself, on which the kit waits in small steps and with short holds.
     *
     * @param storeClock asks the store for its time, such as by {@code SELECT clock_timestamp()}
     * @param tolerance how far a reported expiry may be from the one that the store keeps, such as 5 ms; at least 1 ms
     * @return a clock that waits
     * @throws IllegalArgumentException if the tolerance is under 1 ms
     */
    static ContractClock waitingFor(InstantSource storeClock, Duration tolerance) {
        return new WaitingClock(storeClock, tolerance);
    }
}
