// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimToken;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A claim as it is stored.
 *
 * @param fingerprint the key
 * @param token whose it is
 * @param state a lease or confirmed
 * @param expiresAt the first millisecond since 1970 at which it is free; null for never
 */
record ClaimItem(
        Fingerprint fingerprint,
        ClaimToken token,
        ClaimState state,
        @Nullable Long expiresAt) {
    private static final long MILLIS_PER_SECOND = 1_000;

    /** What a request asks to hold, from now. */
    static ClaimItem of(Fingerprint fingerprint, ClaimRequest request, long now) {
        Long expiresAt = request.isForever() ? null : now + request.hold().toMillis();
        return new ClaimItem(fingerprint, request.token(), request.state(), expiresAt);
    }

    /** The second in which the service may begin to delete it: never one in which it is still held. */
    @Nullable
    Long deletableFrom() {
        return expiresAt == null ? null : -Math.floorDiv(-expiresAt, MILLIS_PER_SECOND);
    }

    boolean isLive(long now) {
        return expiresAt == null || expiresAt > now;
    }

    boolean isConfirmed() {
        return state == ClaimState.CONFIRMED;
    }

    ClaimRecord toRecord(long now) {
        return ClaimRecord.seenAt(
                Instant.ofEpochMilli(now),
                state,
                token,
                Optional.ofNullable(expiresAt).map(Instant::ofEpochMilli));
    }
}
