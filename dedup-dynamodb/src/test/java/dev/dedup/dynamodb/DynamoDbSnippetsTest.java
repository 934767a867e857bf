// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.Deduplicator;
import dev.dedup.spi.ClaimStore;
import dev.dedup.tweet.Tweet;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The samples of docs/stores/dynamodb.md, run against DynamoDB Local. */
class DynamoDbSnippetsTest {
    private final DynamoDbAsyncClient client = Local.CLIENT;
    private final List<Tweet> page = List.of(Tweet.of("@ada", "It begins."), Tweet.of("@ada", "It begins."));

    @Test
    void claims() {
        String table = Local.newName();
        System.setProperty("aws.accessKeyId", Local.ACCESS_KEY);
        System.setProperty("aws.secretAccessKey", Local.SECRET_KEY);
        try {
            String url =
                    "dynamodb://" + table + "?region=eu-west-1&createTable=true&endpoint=" + Local.SERVER.endpoint();
            List<Tweet> sink = new ArrayList<>();
            // region claim
            try (Deduplicator<Tweet> dedup =
                    Deduplicator.forTweets(DynamoDbClaimStore.connect(url)).build()) {
                for (Tweet tweet : page) {
                    if (dedup.tryClaim(tweet)) {
                        sink.add(tweet);
                    }
                }
            }
            // endregion
            assertThat(sink).containsExactly(page.get(0));
            assertThat(items(table)).hasSize(1);
        } finally {
            System.clearProperty("aws.accessKeyId");
            System.clearProperty("aws.secretAccessKey");
        }
    }

    @Test
    void takesTheClientOfTheApplication() {
        String table = Local.table();
        // region client
        try (ClaimStore store =
                        DynamoDbClaimStore.builder().client(client).table(table).build();
                Deduplicator<Tweet> dedup =
                        Deduplicator.forTweets(store.shared()).build()) {
            assertThat(dedup.tryClaimAll(page).claimed()).hasSize(1);
        }
        // endregion
        assertThat(items(table)).as("the client is still open").hasSize(1);
    }

    @Test
    void makesTheTable() {
        String table = Local.newName();
        AwsCredentialsProvider credentials = Local.CREDENTIALS;
        URI endpoint = Local.SERVER.endpoint();
        // region create
        DynamoDbClaimStore.builder()
                .table(table)
                .region("eu-west-1")
                .endpoint(endpoint)
                .credentials(credentials)
                .createTable()
                .deletionProtection()
                .build()
                .close();
        // endregion
        var made =
                client.describeTable(request -> request.tableName(table)).join().table();
        assertThat(made.deletionProtectionEnabled()).isTrue();
        assertThat(items(table)).isEmpty();
    }

    @Test
    void readsFirstByTheClockOfTheApplication() {
        String table = Local.table();
        Instant[] now = {InstantSource.system().instant()};
        InstantSource clock = () -> now[0];
        // region readFirst
        ClaimStore store = DynamoDbClaimStore.builder()
                .client(client)
                .table(table)
                .concurrency(64)
                .readFirst()
                .clock(clock)
                .build();
        // endregion
        try (Deduplicator<Tweet> dedup =
                Deduplicator.forTweets(store).retention(Duration.ofDays(2)).build()) {
            assertThat(dedup.tryClaimAll(page).claimed()).hasSize(1);
            assertThat(dedup.tryClaimAll(page).claimed()).isEmpty();
            now[0] = now[0].plus(Duration.ofDays(2));
            assertThat(dedup.tryClaimAll(page).claimed()).hasSize(1);
        }
    }

    private List<Map<String, AttributeValue>> items(String table) {
        return client.scan(request -> request.tableName(table)).join().items();
    }
}
