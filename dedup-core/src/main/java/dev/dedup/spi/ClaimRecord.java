// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.spi;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/**
 * A live claim as the store held it when it was asked.
 *
 * <p>Whoever wants to know when the claim ends and does not share the store's clock reckons with {@link #timeLeft()}, from before the
 * question was sent: then the reckoned end is never too late.
 *
 * @param state whether the claim is a lease or confirmed
 * @param token the token of the call that made it
 * @param expiresAt the first instant at which the claim is free again, by the store's clock and to the millisecond; empty if it is
 *     held forever
 * @param timeLeft how long it was still held when the store answered, by the store's clock and rounded down to milliseconds; empty if it
 *     is held forever
 */
public record ClaimRecord(
        ClaimState state, ClaimToken token, Optional<Instant> expiresAt, Optional<Duration> timeLeft) {
    /**
     * Makes a record of its four parts.
     *
     * @param state a lease or confirmed
     * @param token the token of the call that made it
     * @param expiresAt when it is free again; empty for never
     * @param timeLeft how long that still is; empty for ever
     * @throws NullPointerException if a part is null
     * @throws IllegalArgumentException if one of expiry and time left is empty and the other is not, or the time left is negative
     */
    public ClaimRecord {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(token, "token");
        Objects.requireNonNull(expiresAt, "expiresAt");
        Objects.requireNonNull(timeLeft, "timeLeft");
        if (expiresAt.isPresent() != timeLeft.isPresent()
                || timeLeft.filter(Duration::isNegative).isPresent()) {
            throw new IllegalArgumentException("A claim that expires at " + expiresAt + " has " + timeLeft
                    + " left; both must be empty, or neither, and the time left must not be negative");
        }
    }

    /**
     * Makes the record of a claim that is seen at a moment, for stores that know their clock's time.
     *
     * @param now the time by the store's clock; from the expiry on, nothing is left
     * @param state a lease or confirmed
     * @param token the token of the call that made it
     * @param expiresAt when it is free again; empty for never
     * @return the record
     * @throws NullPointerException if an argument is null
     */
    public static ClaimRecord seenAt(Instant now, ClaimState state, ClaimToken token, Optional<Instant> expiresAt) {
        Objects.requireNonNull(now, "now");
        return new ClaimRecord(state, token, expiresAt, expiresAt.map(end -> timeLeft(now, end)));
    }

    private static Duration timeLeft(Instant now, Instant end) {
        return now.isBefore(end) ? Duration.between(now, end).truncatedTo(ChronoUnit.MILLIS) : Duration.ZERO;
    }
}
