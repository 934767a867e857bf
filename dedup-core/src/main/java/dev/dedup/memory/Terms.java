// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import java.time.Duration;

/**
 * What one request asks for each of its fingerprints, worked out once.
 *
 * @param token for whom
 * @param state how firmly
 * @param holdMillis how long in milliseconds; {@link ExpiryWord#NEVER} for no end
 */
record Terms(long token, ClaimState state, long holdMillis) {
    private static final Duration LONGEST = Duration.ofMillis(ExpiryWord.NEVER - 1);

    static Terms of(ClaimRequest request) {
        return new Terms(request.token().value(), request.state(), holdMillis(request));
    }

    /** Returns the word to store for a claim that is made or renewed now. */
    long expiryWord(long now) {
        return ExpiryWord.of(holdMillis == ExpiryWord.NEVER ? holdMillis : ExpiryWord.clamp(now + holdMillis), state);
    }

    private static long holdMillis(ClaimRequest request) {
        if (request.isForever()) {
            return ExpiryWord.NEVER;
        }
        return request.hold().compareTo(LONGEST) > 0
                ? ExpiryWord.NEVER - 1
                : request.hold().toMillis();
    }
}
