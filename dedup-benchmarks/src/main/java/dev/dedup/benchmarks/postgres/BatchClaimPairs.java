// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.postgres;

import dev.dedup.benchmarks.stores.BatchClaimer;
import dev.dedup.benchmarks.stores.DedupClaimer;
import dev.dedup.benchmarks.stores.Posts;
import dev.dedup.benchmarks.stores.Turns;
import dev.dedup.postgres.PostgresClaimStore;
import dev.dedup.testservers.PostgresServer;
import java.util.LinkedHashMap;
import java.util.Map;

/** Prints how the time of a claim in batches compares with that of each statement by hand, in turn on one server. */
public final class BatchClaimPairs {
    private static final int BATCH = 1_000;
    private static final Turns TURNS = new Turns(15, 60, 20_000);

    private BatchClaimPairs() {}

    /**
     * Claims in turn at 0, 50 and 95 % duplicates.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        for (int duplicates : new int[] {0, 50, 95}) {
            try (PostgresServer server = Servers.started()) {
                hold(server);
                compare(server, duplicates);
            }
        }
    }

    private static void hold(PostgresServer server) {
        try (BatchClaimer held = new DedupClaimer(PostgresClaimStore.connect(Servers.url(server)), BATCH)) {
            held.claim(new Posts(0, 0), Posts.HELD);
        }
        server.execute("VACUUM ANALYZE", "CHECKPOINT");
    }

    private static void compare(PostgresServer server, int duplicates) {
        try (BatchClaimer dedup = BatchContender.DEDUP.open(server, BATCH);
                BatchClaimer upsert = BatchContender.UPSERT.open(server, BATCH);
                BatchClaimer look = BatchContender.LOOK_THEN_UPSERT.open(server, BATCH)) {
            Map<String, BatchClaimer> claimers = new LinkedHashMap<>();
            claimers.put(BatchContender.DEDUP.name(), dedup);
            claimers.put(BatchContender.UPSERT.name(), upsert);
            claimers.put(BatchContender.LOOK_THEN_UPSERT.name(), look);
            TURNS.compare(duplicates, claimers, Posts.HELD);
        }
    }
}
