// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.stores;

import dev.dedup.ClaimBatch;
import dev.dedup.Deduplicator;
import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimStore;
import java.time.Duration;

/** Claims by the library, {@code tryClaimAll} for each batch. */
public final class DedupClaimer implements BatchClaimer {
    private final Deduplicator<Fingerprint> dedup;
    private final int batchSize;

    /**
     * Makes a claimer.
     *
     * @param store where to claim; closed with this
     * @param batchSize how many posts a call claims
     */
    public DedupClaimer(ClaimStore store, int batchSize) {
        this(store, batchSize, Duration.ofSeconds(2));
    }

    /**
     * Makes a claimer that is more patient than usual.
     *
     * @param store where to claim; closed with this
     * @param batchSize how many posts a call claims
     * @param deadline how long a call goes on
     */
    public DedupClaimer(ClaimStore store, int batchSize, Duration deadline) {
        this.dedup = Deduplicator.forItems(store, (Fingerprint post) -> post)
                .deadline(deadline)
                .build();
        this.batchSize = batchSize;
    }

    @Override
    public int claim(Posts posts, int count) {
        int claimed = 0;
        for (int from = 0; from < count; from += batchSize) {
            ClaimBatch<Fingerprint> batch =
                    dedup.tryClaimAll(posts.fingerprints(from, Math.min(count, from + batchSize)));
            claimed += batch.claimed().size();
        }
        return claimed;
    }

    @Override
    public void close() {
        dedup.close();
    }
}
