// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.memory;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.google.common.cache.CacheBuilder;
import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimToken;
import java.util.concurrent.ConcurrentMap;

/** Claims in the map view of a cache that looks after expiry itself. */
final class CacheClaimer implements Claimer {
    private final ConcurrentMap<Fingerprint, ClaimToken> claims;

    private CacheClaimer(ConcurrentMap<Fingerprint, ClaimToken> claims) {
        this.claims = claims;
    }

    static Claimer caffeine() {
        Expiry<Fingerprint, ClaimToken> expiry = Expiry.creating((fingerprint, token) -> HOLD);
        return new CacheClaimer(Caffeine.newBuilder()
                .expireAfter(expiry)
                .<Fingerprint, ClaimToken>build()
                .asMap());
    }

    static Claimer guava() {
        return new CacheClaimer(CacheBuilder.newBuilder()
                .expireAfterWrite(HOLD)
                .<Fingerprint, ClaimToken>build()
                .asMap());
    }

    @Override
    public boolean claim(Fingerprint fingerprint) {
        return claims.putIfAbsent(fingerprint, ClaimToken.random()) == null;
    }
}
