// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimToken;
import java.time.Instant;
import java.util.Optional;

/**
 * The word in which a slot keeps when its claim expires and whether it is confirmed.
 *
 * <p>The lowest bit is 1 if the claim is confirmed; the other 63 are the first millisecond at which it is free. Words of an
 * earlier expiry are smaller.
 */
final class ExpiryWord {
    /** The expiry of a claim that has none; later than every time. */
    static final long NEVER = Long.MAX_VALUE >> 1;

    private static final long EARLIEST = Long.MIN_VALUE >> 1;

    private ExpiryWord() {}

    static long of(long expiresAt, ClaimState state) {
        return (expiresAt << 1) | (state == ClaimState.CONFIRMED ? 1 : 0);
    }

    static long expiresAt(long word) {
        return word >> 1;
    }

    static boolean isLive(long word, long now) {
        return expiresAt(word) > now;
    }

    static ClaimState state(long word) {
        return (word & 1) == 1 ? ClaimState.CONFIRMED : ClaimState.LEASED;
    }

    static ClaimRecord record(long word, ClaimToken token, long now) {
        return ClaimRecord.seenAt(Instant.ofEpochMilli(now), state(word), token, instant(word));
    }

    static Optional<Instant> instant(long word) {
        return expiresAt(word) == NEVER ? Optional.empty() : Optional.of(Instant.ofEpochMilli(expiresAt(word)));
    }

    /** Brings a clock's reading into the 63 bits; only times 146 million years from 1970 are changed. */
    static long clamp(long millis) {
        return Math.max(EARLIEST, Math.min(NEVER - 1, millis));
    }
}
