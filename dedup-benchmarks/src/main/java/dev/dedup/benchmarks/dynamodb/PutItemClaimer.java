// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.dynamodb;

import dev.dedup.benchmarks.stores.BatchClaimer;
import dev.dedup.benchmarks.stores.Posts;
import dev.dedup.identity.Fingerprint;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/** Claims by the SDK's asynchronous client alone: the same conditional put, written by hand, so many at once. */
final class PutItemClaimer implements BatchClaimer {
    private final DynamoDbAsyncClient client;
    private final InstantSource clock = InstantSource.system();
    private final int batchSize;
    private final Semaphore free = new Semaphore(Tables.CONCURRENCY);

    PutItemClaimer(DynamoDbAsyncClient client, int batchSize) {
        this.client = client;
        this.batchSize = batchSize;
    }

    @Override
    public int claim(Posts posts, int count) {
        AtomicInteger claimed = new AtomicInteger();
        for (int from = 0; from < count; from += batchSize) {
            CompletableFuture.allOf(posts.fingerprints(from, Math.min(count, from + batchSize)).stream()
                            .map(post -> claim(post, claimed))
                            .toArray(CompletableFuture[]::new))
                    .join();
        }
        return claimed.get();
    }

    private CompletableFuture<Void> claim(Fingerprint post, AtomicInteger claimed) {
        free.acquireUninterruptibly();
        return client.putItem(request(post)).handle((answer, failure) -> {
            free.release();
            if (failure == null) {
                claimed.incrementAndGet();
            } else if (!(failure.getCause() instanceof ConditionalCheckFailedException)) {
                throw new IllegalStateException(failure);
            }
            return null;
        });
    }

    private PutItemRequest request(Fingerprint post) {
        long now = clock.millis();
        long expiresAt = now + HOLD_MILLIS;
        return PutItemRequest.builder()
                .tableName(Tables.NAME)
                .item(Map.of(
                        "k", AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(post.toBytes())),
                        "v", AttributeValue.fromN("1"),
                        "t", AttributeValue.fromN("7"),
                        "s", AttributeValue.fromS("C"),
                        "e", AttributeValue.fromN(Long.toString(expiresAt)),
                        "x", AttributeValue.fromN(Long.toString(expiresAt / 1_000 + 1))))
                .conditionExpression("attribute_not_exists(#k) OR #e <= :now")
                .expressionAttributeNames(Map.of("#k", "k", "#e", "e"))
                .expressionAttributeValues(Map.of(":now", AttributeValue.fromN(Long.toString(now))))
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
    }

    @Override
    public void close() {
        client.close();
    }
}
