// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.recent;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.cache.CacheBuilder;
import dev.dedup.identity.Fingerprint;
import dev.dedup.memory.RecentDuplicates;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentMap;

/** Claims posts in a store, with or without a memory in front of it. */
@FunctionalInterface
interface Memory {
    Duration TIME_LEFT = Duration.ofSeconds(2);

    void claim(Fingerprint post);

    /** What is compared. */
    enum Kind {
        /** The store alone. */
        NONE,
        /** This project's. */
        RECENT_DUPLICATES,
        /** Caffeine's cache of records, filled by a look-up at the first duplicate. */
        CAFFEINE,
        /** Guava's likewise. */
        GUAVA;

        Memory inFrontOf(ClaimStore store, int maximumClaims) {
            return switch (this) {
                case NONE -> post -> claim(store, post);
                case RECENT_DUPLICATES -> {
                    ClaimStore memory = RecentDuplicates.inFrontOf(store)
                            .maximumClaims(maximumClaims)
                            .maximumAge(Duration.ofDays(2))
                            .build();
                    yield post -> claim(memory, post);
                }
                case CAFFEINE ->
                    cached(
                            store,
                            Caffeine.newBuilder()
                                    .maximumSize(maximumClaims)
                                    .executor(Runnable::run)
                                    .<Fingerprint, Held>build()
                                    .asMap());
                case GUAVA ->
                    cached(
                            store,
                            CacheBuilder.newBuilder()
                                    .maximumSize(maximumClaims)
                                    .<Fingerprint, Held>build()
                                    .asMap());
            };
        }

        private static Memory cached(ClaimStore store, ConcurrentMap<Fingerprint, Held> cache) {
            return post -> {
                if (cache.get(post) == null && !claim(store, post)) {
                    var found = store.lookup(List.of(post), TIME_LEFT)
                            .toCompletableFuture()
                            .join();
                    ClaimRecord held = Objects.requireNonNull(found.value(0)).orElseThrow();
                    cache.put(
                            post,
                            new Held(
                                    held.token().value(),
                                    held.expiresAt().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE)));
                }
            };
        }

        private static boolean claim(ClaimStore store, Fingerprint post) {
            var request = new ClaimRequest(
                    List.of(post), ClaimToken.random(), ClaimState.CONFIRMED, Duration.ofDays(2), TIME_LEFT);
            return store.claim(request).toCompletableFuture().join().value(0) == Verdict.CLAIMED;
        }
    }

    /** What a cache must keep of a claim: whose it is, since the owner must not be told that it is a duplicate, and until when. */
    record Held(long token, long expiresAt) {}
}
