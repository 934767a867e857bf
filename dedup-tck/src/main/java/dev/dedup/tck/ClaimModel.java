// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a store answers, in the simplest code that says it: one fingerprint at a time, one thread, time as an argument.
 *
 * <p>The kit compares stores with it over random programs. It never forgets and never fails.
 */
public final class ClaimModel {
    private final Map<Fingerprint, Held> claims = new HashMap<>();

    private record Held(ClaimState state, ClaimToken token, Optional<Instant> expiresAt) {
        boolean isLive(Instant now) {
            return expiresAt.map(now::isBefore).orElse(true);
        }
    }

    /** Makes a model that holds no claim. */
    public ClaimModel() {}

    /**
     * Claims a fingerprint that is free; leaves it as it is otherwise.
     *
     * @param fingerprint what to claim
     * @param token who claims
     * @param state how firmly
     * @param hold how long, or {@link ClaimRequest#FOREVER}
     * @param now the time
     * @return what became of it
     */
    public Verdict claim(Fingerprint fingerprint, ClaimToken token, ClaimState state, Duration hold, Instant now) {
        Optional<ClaimRecord> held = lookup(fingerprint, now);
        if (held.isEmpty()) {
            claims.put(fingerprint, new Held(state, token, expiry(hold, now)));
            return Verdict.CLAIMED;
        }
        return held.get().token().equals(token) ? Verdict.CLAIMED : conflict(held.get());
    }

    /**
     * Sets state and expiry of a live claim of the token; a confirmed one is never set to leased.
     *
     * @param fingerprint what to renew
     * @param token who renews
     * @param state how firmly to hold it
     * @param hold how long from now, or {@link ClaimRequest#FOREVER}
     * @param now the time
     * @return true if the claim is the token's
     */
    public boolean renew(Fingerprint fingerprint, ClaimToken token, ClaimState state, Duration hold, Instant now) {
        boolean owned = isOwned(fingerprint, token, now);
        if (owned && !isDowngrade(fingerprint, state)) {
            claims.put(fingerprint, new Held(state, token, expiry(hold, now)));
        }
        return owned;
    }

    /**
     * Removes a live claim of the token.
     *
     * @param fingerprint what to release
     * @param token who releases
     * @param now the time
     * @return true if it was removed
     */
    public boolean release(Fingerprint fingerprint, ClaimToken token, Instant now) {
        return isOwned(fingerprint, token, now) && forget(fingerprint, now);
    }

    /**
     * Returns a live claim.
     *
     * @param fingerprint what to look up
     * @param now the time
     * @return the claim, or empty if the fingerprint is free
     */
    public Optional<ClaimRecord> lookup(Fingerprint fingerprint, Instant now) {
        return Optional.ofNullable(claims.get(fingerprint))
                .filter(held -> held.isLive(now))
                .map(held -> ClaimRecord.seenAt(now, held.state(), held.token(), held.expiresAt()));
    }

    /**
     * Removes a live claim, whoever holds it.
     *
     * @param fingerprint what to forget
     * @param now the time
     * @return true if it was removed
     */
    public boolean forget(Fingerprint fingerprint, Instant now) {
        boolean held = lookup(fingerprint, now).isPresent();
        claims.remove(fingerprint);
        return held;
    }

    private boolean isOwned(Fingerprint fingerprint, ClaimToken token, Instant now) {
        return lookup(fingerprint, now).map(ClaimRecord::token).equals(Optional.of(token));
    }

    private boolean isDowngrade(Fingerprint fingerprint, ClaimState state) {
        Held held = claims.get(fingerprint);
        return state == ClaimState.LEASED && held != null && held.state() == ClaimState.CONFIRMED;
    }

    private static Verdict conflict(ClaimRecord held) {
        return held.state() == ClaimState.LEASED ? Verdict.IN_FLIGHT : Verdict.DUPLICATE;
    }

    private static Optional<Instant> expiry(Duration hold, Instant now) {
        return hold.equals(ClaimRequest.FOREVER)
                ? Optional.empty()
                : Optional.of(now.truncatedTo(ChronoUnit.MILLIS).plus(hold));
    }
}
