// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.postgres;

import dev.dedup.benchmarks.stores.BatchClaimer;
import dev.dedup.benchmarks.stores.DedupClaimer;
import dev.dedup.benchmarks.stores.Posts;
import dev.dedup.postgres.PostgresClaimStore;
import dev.dedup.testservers.PostgresServer;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints how the time of a claim in batches compares with that of each statement by hand, both in turn on one server.
 *
 * <p>On a machine that is shared, the speed changes by half within seconds. What runs in turn, a tenth of a second each, has the same
 * machine, and a ratio for each turn.
 */
public final class BatchClaimPairs {
    private static final int BATCH = 1_000;
    private static final int CLAIMS = 20_000;
    private static final int WARM_UP = 15;
    private static final int TURNS = 60;

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
        List<Double> upserts = new ArrayList<>();
        List<Double> looks = new ArrayList<>();
        try (BatchClaimer dedup = BatchContender.DEDUP.open(server, BATCH);
                BatchClaimer upsert = BatchContender.UPSERT.open(server, BATCH);
                BatchClaimer look = BatchContender.LOOK_THEN_UPSERT.open(server, BATCH)) {
            long firstNew = Posts.HELD;
            for (int turn = 0; turn < WARM_UP + TURNS; turn++, firstNew += 3 * CLAIMS) {
                double nanos = nanos(dedup, firstNew, duplicates);
                upserts.add(nanos(upsert, firstNew + CLAIMS, duplicates) / nanos);
                looks.add(nanos(look, firstNew + 2 * CLAIMS, duplicates) / nanos);
            }
        }
        print(duplicates, BatchContender.UPSERT, upserts);
        print(duplicates, BatchContender.LOOK_THEN_UPSERT, looks);
    }

    private static double nanos(BatchClaimer claimer, long firstNew, int duplicates) {
        Posts posts = new Posts(firstNew, duplicates);
        long start = System.nanoTime();
        int claimed = claimer.claim(posts, CLAIMS);
        long nanos = System.nanoTime() - start;
        if (claimed != posts.newAmong(CLAIMS)) {
            throw new IllegalStateException("Claimed " + claimed + " posts of " + posts.newAmong(CLAIMS));
        }
        return nanos;
    }

    private static void print(int duplicates, BatchContender contender, List<Double> turns) {
        List<Double> ratios = turns.stream().skip(WARM_UP).sorted().toList();
        System.out.printf(
                "%2d %% duplicates: %.2f × the rate of %s, middle half %.2f to %.2f%n",
                duplicates, ratios.get(TURNS / 2), contender, ratios.get(TURNS / 4), ratios.get(TURNS * 3 / 4));
    }
}
