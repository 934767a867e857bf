// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.memory;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimToken;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentMap;

/** Claims in a map of records with expiry: put if absent, and replace what has expired. */
final class MapClaimer implements Claimer {
    private static final InstantSource CLOCK = InstantSource.system();

    private final ConcurrentMap<Fingerprint, Held> claims;

    MapClaimer(ConcurrentMap<Fingerprint, Held> claims) {
        this.claims = claims;
    }

    /** A claim in the map. */
    record Held(long token, long expiresAt) {}

    @Override
    public boolean claim(Fingerprint fingerprint) {
        long now = CLOCK.millis();
        Held mine = new Held(ClaimToken.random().value(), now + HOLD.toMillis());
        Held other = claims.putIfAbsent(fingerprint, mine);
        return other == null || (other.expiresAt() <= now && claims.replace(fingerprint, other, mine));
    }
}
