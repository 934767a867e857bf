// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.spi;

import dev.dedup.identity.Fingerprint;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

/**
 * What a store is asked to hold: some fingerprints, for whom, how firmly and for how long.
 *
 * @param fingerprints distinct fingerprints, at least one and at most {@link ClaimStore#maximumBatchSize()}
 * @param token the token of the call, the same over all its retries
 * @param state how firmly to hold them
 * @param hold how long, in whole milliseconds from the moment the store decides; {@link #FOREVER} for no end
 * @param timeLeft how long the caller still waits for the answer; a store keeps its own time-outs inside it
 * @param isRepetition whether an earlier request under this token may have claimed some of these already, its answer being lost;
 *     a store that answers a claim by what it saw earlier must not do so for a repetition, which may be after its own claim
 */
public record ClaimRequest(
        List<Fingerprint> fingerprints,
        ClaimToken token,
        ClaimState state,
        Duration hold,
        Duration timeLeft,
        boolean isRepetition) {
    /** The hold that has no end. */
    public static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

    /**
     * Makes a request. That the fingerprints are distinct is the caller's promise and is not checked again here.
     *
     * @param fingerprints what to hold; copied
     * @param token the token of the call
     * @param state how firmly to hold
     * @param hold how long
     * @param timeLeft how long the caller still waits
     * @param isRepetition whether an earlier request under this token may have been applied
     * @throws NullPointerException if a part is null
     * @throws IllegalArgumentException if there is no fingerprint, or the hold is neither {@link #FOREVER} nor a positive whole
     *     number of milliseconds
     */
    public ClaimRequest {
        fingerprints = List.copyOf(fingerprints);
        Objects.requireNonNull(token, "token");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(timeLeft, "timeLeft");
        requireFingerprints(fingerprints);
        requireWholeMillis(hold);
    }

    /**
     * Makes the first request under a token.
     *
     * @param fingerprints what to hold; copied
     * @param token the token of the call
     * @param state how firmly to hold
     * @param hold how long
     * @param timeLeft how long the caller still waits
     * @throws NullPointerException if a part is null
     * @throws IllegalArgumentException if there is no fingerprint, or the hold is neither {@link #FOREVER} nor a positive whole
     *     number of milliseconds
     */
    public ClaimRequest(
            List<Fingerprint> fingerprints, ClaimToken token, ClaimState state, Duration hold, Duration timeLeft) {
        this(fingerprints, token, state, hold, timeLeft, false);
    }

    /**
     * Returns the same request for some of its fingerprints.
     *
     * @param some what to hold of it, at least one; copied
     * @param left how long the caller still waits
     * @return a request that differs in these two
     * @throws NullPointerException if an argument is null
     * @throws IllegalArgumentException if there is no fingerprint
     */
    public ClaimRequest with(List<Fingerprint> some, Duration left) {
        return new ClaimRequest(some, token, state, hold, left, isRepetition);
    }

    /**
     * Says whether the claim is to be held without an end.
     *
     * @return true if {@link #hold()} is {@link #FOREVER}
     */
    public boolean isForever() {
        return hold.equals(FOREVER);
    }

    private static void requireFingerprints(List<Fingerprint> fingerprints) {
        if (fingerprints.isEmpty()) {
            throw new IllegalArgumentException("A claim request has no fingerprints; send at least one");
        }
    }

    private static void requireWholeMillis(Duration hold) {
        if (hold.equals(FOREVER)) {
            return;
        }
        if (hold.isNegative() || hold.isZero() || !hold.equals(hold.truncatedTo(ChronoUnit.MILLIS))) {
            throw new IllegalArgumentException("The hold of a claim is " + hold
                    + "; it must be a positive whole number of milliseconds, or FOREVER");
        }
    }
}
