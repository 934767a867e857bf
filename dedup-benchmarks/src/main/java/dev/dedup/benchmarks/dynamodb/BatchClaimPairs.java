// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.dynamodb;

import dev.dedup.benchmarks.stores.BatchClaimer;
import dev.dedup.benchmarks.stores.DedupClaimer;
import dev.dedup.benchmarks.stores.Posts;
import dev.dedup.benchmarks.stores.PythonClaimer;
import dev.dedup.benchmarks.stores.Turns;
import dev.dedup.testservers.DynamoDbServer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Prints how the time and the CPU time of a claim in batches of a thousand compare with those of the SDK's client by itself and of boto3, in
 * turn on one server.
 */
public final class BatchClaimPairs {
    private static final int BATCH = 1_000;
    private static final Turns TURNS = new Turns(15, 30, BATCH);

    private BatchClaimPairs() {}

    /**
     * Claims in turn at 0 and 50 % duplicates.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        try (DynamoDbServer server = Tables.started();
                BatchClaimer dedup = new DedupClaimer(Tables.store(server).build(), BATCH);
                BatchClaimer bare = new PutItemClaimer(Tables.client(server).build(), BATCH);
                BatchClaimer boto3 = boto3(server)) {
            Map<String, BatchClaimer> claimers = new LinkedHashMap<>();
            claimers.put("dedup", dedup);
            claimers.put("DynamoDbAsyncClient", bare);
            claimers.put("boto3", boto3);
            System.out.println(server.description());
            dedup.claim(new Posts(0, 100), BATCH);
            long firstNew = TURNS.compare(0, claimers, Posts.HELD);
            TURNS.compare(50, claimers, firstNew);
        }
    }

    private static PythonClaimer boto3(DynamoDbServer server) {
        return new PythonClaimer(
                "dynamodb_puts.py",
                Map.of("AWS_ACCESS_KEY_ID", Tables.ACCESS_KEY, "AWS_SECRET_ACCESS_KEY", Tables.ACCESS_KEY),
                server.endpoint().toString(),
                Tables.REGION,
                Tables.NAME);
    }
}
