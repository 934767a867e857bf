// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.dynamodb;

import dev.dedup.benchmarks.stores.BatchClaimer;
import dev.dedup.benchmarks.stores.DedupClaimer;
import dev.dedup.benchmarks.stores.Posts;
import dev.dedup.dynamodb.DynamoDbClaimStore;
import dev.dedup.dynamodb.DynamoDbClaimStoreBuilder;
import dev.dedup.testservers.DynamoDbServer;
import java.time.Duration;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** Counts what a claim takes of DynamoDB, with and without {@code readFirst}, and what that costs. */
public final class ReadFirstCost {
    private static final int BATCH = 1_000;

    /** DynamoDB Local is slow at first; what is repeated for that would be counted too. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    // Dollars a million units on demand in us-east-1, as in docs/stores/dynamodb.md, where the source is.
    private static final double WRITE_UNITS = 0.625;
    private static final double READ_UNITS = 0.125;

    private ReadFirstCost() {}

    /**
     * Claims batches with 0 to 90 % duplicates.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        Capacity capacity = new Capacity();
        try (DynamoDbServer server = Tables.started();
                DynamoDbAsyncClient client = Tables.client(server)
                        .overrideConfiguration(all -> all.addExecutionInterceptor(capacity))
                        .build();
                BatchClaimer puts = claimer(builder(client));
                BatchClaimer readFirst = claimer(builder(client).readFirst());
                BatchClaimer eventual = claimer(builder(client).readFirst().eventuallyConsistent())) {
            puts.claim(new Posts(0, 100), BATCH);
            long firstNew = Posts.HELD;
            for (int duplicates : new int[] {0, 10, 20, 50, 90}) {
                count("puts alone", puts, capacity, new Posts(firstNew, duplicates));
                count("readFirst", readFirst, capacity, new Posts(firstNew + BATCH, duplicates));
                count("eventually", eventual, capacity, new Posts(firstNew + 2 * BATCH, duplicates));
                firstNew += 3 * BATCH;
            }
        }
    }

    private static DynamoDbClaimStoreBuilder builder(DynamoDbAsyncClient client) {
        return DynamoDbClaimStore.builder().table(Tables.NAME).client(client).concurrency(Tables.CONCURRENCY);
    }

    private static BatchClaimer claimer(DynamoDbClaimStoreBuilder store) {
        return new DedupClaimer(store.build(), BATCH, PATIENCE);
    }

    private static void count(String name, BatchClaimer claimer, Capacity capacity, Posts posts) {
        capacity.reset();
        int claimed = claimer.claim(posts, BATCH);
        if (claimed != posts.newAmong(BATCH)) {
            throw new IllegalStateException("Claimed " + claimed + " posts of " + posts.newAmong(BATCH));
        }
        double dollars = capacity.puts() * WRITE_UNITS + capacity.readUnits() * READ_UNITS;
        System.out.printf(
                "%2d %% duplicates, %-10s %5d puts, %3d reads of %6.1f units, $%.4f a million posts%n",
                posts.duplicates(), name, capacity.puts(), capacity.reads(), capacity.readUnits(), dollars / BATCH);
    }
}
