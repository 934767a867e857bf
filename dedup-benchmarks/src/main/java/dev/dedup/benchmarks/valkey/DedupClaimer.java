// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.valkey;

import dev.dedup.ClaimBatch;
import dev.dedup.Deduplicator;
import dev.dedup.identity.Fingerprint;
import dev.dedup.testservers.ValkeyServer;
import dev.dedup.valkey.ValkeyClaimStore;

/** Claims by the library. */
final class DedupClaimer implements BatchClaimer {
    private final Deduplicator<Fingerprint> dedup;

    DedupClaimer(ValkeyServer server) {
        dedup = Deduplicator.forItems(ValkeyClaimStore.connect(server.uri()), (Fingerprint post) -> post)
                .build();
    }

    @Override
    public int claim(Posts posts, int count) {
        int claimed = 0;
        for (int from = 0; from < count; from += BATCH) {
            ClaimBatch<Fingerprint> batch = dedup.tryClaimAll(posts.fingerprints(from, Math.min(count, from + BATCH)));
            claimed += batch.claimed().size();
        }
        return claimed;
    }

    @Override
    public void close() {
        dedup.close();
    }
}
