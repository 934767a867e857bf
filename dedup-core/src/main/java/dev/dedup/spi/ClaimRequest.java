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
 */
public record ClaimRequest(
        List<Fingerprint> fingerprints, ClaimToken token, ClaimState state, Duration hold, Duration timeLeft) {
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
