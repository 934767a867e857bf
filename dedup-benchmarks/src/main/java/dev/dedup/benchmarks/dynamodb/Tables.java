// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.dynamodb;

import dev.dedup.dynamodb.DynamoDbClaimStore;
import dev.dedup.dynamodb.DynamoDbClaimStoreBuilder;
import dev.dedup.testservers.DynamoDbServer;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClientBuilder;

/** The table that all claim in, and clients of it. */
final class Tables {
    static final String NAME = "posts";
    static final String REGION = "eu-west-1";
    static final String ACCESS_KEY = "benchmark";

    /** As many requests at once as the store makes by default on two processors. */
    static final int CONCURRENCY = 32;

    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, ACCESS_KEY));

    private Tables() {}

    /** A server with the table. */
    static DynamoDbServer started() {
        DynamoDbServer server = DynamoDbServer.started();
        store(server).createTable().build().close();
        return server;
    }

    static DynamoDbClaimStoreBuilder store(DynamoDbServer server) {
        return DynamoDbClaimStore.builder()
                .table(NAME)
                .region(REGION)
                .endpoint(server.endpoint())
                .credentials(CREDENTIALS)
                .concurrency(CONCURRENCY);
    }

    /** A client as the SDK makes it, but with connections for this concurrency. */
    static DynamoDbAsyncClientBuilder client(DynamoDbServer server) {
        return DynamoDbAsyncClient.builder()
                .region(Region.of(REGION))
                .endpointOverride(server.endpoint())
                .credentialsProvider(CREDENTIALS)
                .httpClientBuilder(NettyNioAsyncHttpClient.builder()
                        .maxConcurrency(CONCURRENCY)
                        .connectionAcquisitionTimeout(Duration.ofMinutes(1)));
    }
}
