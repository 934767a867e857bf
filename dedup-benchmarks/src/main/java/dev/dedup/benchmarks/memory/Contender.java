// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.memory;

import dev.dedup.memory.InMemoryClaimStore;
import java.util.concurrent.ConcurrentHashMap;

/** What is compared; each holds confirmed claims for two days. */
public enum Contender {
    /** The in-memory store, one claim a call. */
    DEDUP(1),
    /** The in-memory store, a thousand claims a call. */
    DEDUP_BATCH(1_000),
    /** A concurrent hash map of records that carry their expiry. */
    CONCURRENT_HASH_MAP(1),
    /** Caffeine with an expiry for each entry. */
    CAFFEINE(1),
    /** Guava's cache with one expiry for all. */
    GUAVA(1);

    private final int batchSize;

    Contender(int batchSize) {
        this.batchSize = batchSize;
    }

    int batchSize() {
        return batchSize;
    }

    /** Makes an empty claimer. */
    Claimer create() {
        return switch (this) {
            case DEDUP, DEDUP_BATCH -> new StoreClaimer(InMemoryClaimStore.create());
            case CONCURRENT_HASH_MAP -> new MapClaimer(new ConcurrentHashMap<>());
            case CAFFEINE -> CacheClaimer.caffeine();
            case GUAVA -> CacheClaimer.guava();
        };
    }
}
