// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.waiters.DynamoDbAsyncWaiter;

/**
 * Makes a table of claims and turns its TTL on, unless that has been done; what exists keeps its other settings.
 *
 * @param recovers whether point-in-time recovery is turned on
 * @param isProtected whether a new table is protected from deletion
 */
record TableMaker(DynamoDbAsyncClient client, String table, Failures failures, boolean recovers, boolean isProtected) {
    private static final String OPERATION = "createTable";
    private static final Duration STEP = Duration.ofSeconds(1);
    private static final int STEPS = 120;

    void run() {
        try {
            create();
            awaitTable();
            turnTimeToLiveOn();
            if (recovers) {
                turnRecoveryOn();
            }
        } catch (CompletionException e) {
            throw failures.of(OPERATION, e);
        }
    }

    private void create() {
        CreateTableRequest request = CreateTableRequest.builder()
                .tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .deletionProtectionEnabled(isProtected)
                .keySchema(KeySchemaElement.builder()
                        .attributeName(ItemLayout.KEY)
                        .keyType(KeyType.HASH)
                        .build())
                .attributeDefinitions(AttributeDefinition.builder()
                        .attributeName(ItemLayout.KEY)
                        .attributeType(ScalarAttributeType.B)
                        .build())
                .build();
        try {
            client.createTable(request).join();
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof ResourceInUseException)) {
                throw e;
            }
        }
    }

    private void awaitTable() {
        try (DynamoDbAsyncWaiter waiter = DynamoDbAsyncWaiter.builder()
                .client(client)
                .overrideConfiguration(waiting ->
                        waiting.maxAttempts(STEPS).backoffStrategyV2(BackoffStrategy.fixedDelayWithoutJitter(STEP)))
                .build()) {
            waiter.waitUntilTableExists(request -> request.tableName(table)).join();
        }
    }

    private void turnTimeToLiveOn() {
        if (isTimeToLiveOn()) {
            return;
        }
        try {
            client.updateTimeToLive(request -> request.tableName(table)
                            .timeToLiveSpecification(ttl -> ttl.enabled(true).attributeName(ItemLayout.DELETABLE_FROM)))
                    .join();
        } catch (CompletionException e) {
            // Another may have been a moment faster, and then the service refuses.
            if (!isTimeToLiveOn()) {
                throw e;
            }
        }
    }

    private boolean isTimeToLiveOn() {
        return TableCheck.isOn(client.describeTimeToLive(request -> request.tableName(table))
                .join()
                .timeToLiveDescription());
    }

    private void turnRecoveryOn() {
        client.updateContinuousBackups(request -> request.tableName(table)
                        .pointInTimeRecoverySpecification(recovery -> recovery.pointInTimeRecoveryEnabled(true)))
                .join();
    }
}
