// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import dev.dedup.spi.StoreException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ContinuousBackupsUnavailableException;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.CreateTableResponse;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveDescription;
import software.amazon.awssdk.services.dynamodb.model.UpdateContinuousBackupsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateTimeToLiveResponse;

/**
 * Makes a table of claims and turns its TTL on, unless that has been done; what exists keeps its other settings. What it has seen is
 * checked here, as the next look at a new table may show an older state of it.
 *
 * @param look looks at the table
 * @param check judges what is seen
 * @param requests are the maker's
 * @param options of a new table
 */
record TableMaker(TableLook look, TableCheck check, FirstRequests requests, NewTable options) {
    static final String OPERATION = "createTable";
    private static final int SECONDS = 120;

    TableMaker(TableLook look, TableCheck check, Failures failures, NewTable options) {
        this(look, check, new FirstRequests(failures, OPERATION), options);
    }

    void run() {
        check.checkKey(requests.await(SECONDS, "the table is not ready", this::ready));
        turnTimeToLiveOn();
        if (options.recovers()) {
            requests.await(SECONDS, "the service is still preparing the backups of the new table", this::recovering);
        }
    }

    /** The table if it can be used by now. One that is not there is made: nobody needs the permission for it who makes none. */
    private Optional<TableDescription> ready() {
        return requests.askUnless(ResourceNotFoundException.class::isInstance, look::description)
                .or(this::made)
                .filter(table -> !TableCheck.isComingOrGoing(table));
    }

    private Optional<TableDescription> made() {
        CreateTableRequest request = CreateTableRequest.builder()
                .tableName(look.table())
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .deletionProtectionEnabled(options.isProtected())
                .keySchema(KeySchemaElement.builder()
                        .attributeName(ItemLayout.KEY)
                        .keyType(KeyType.HASH)
                        .build())
                .attributeDefinitions(AttributeDefinition.builder()
                        .attributeName(ItemLayout.KEY)
                        .attributeType(ScalarAttributeType.B)
                        .build())
                .build();
        // Another may be making it.
        return requests.askUnless(
                        ResourceInUseException.class::isInstance,
                        () -> look.client().createTable(request))
                .map(CreateTableResponse::tableDescription);
    }

    private void turnTimeToLiveOn() {
        TimeToLiveDescription seen = requests.ask(look::timeToLive);
        if (!TableCheck.isOn(seen)) {
            try {
                requests.ask(this::requestTimeToLive);
                return;
            } catch (StoreException e) {
                // Another may have been a moment faster, and then the service refuses.
                seen = requests.ask(look::timeToLive);
                if (!TableCheck.isOn(seen)) {
                    throw e;
                }
            }
        }
        check.checkTimeToLive(seen);
    }

    private CompletableFuture<UpdateTimeToLiveResponse> requestTimeToLive() {
        return look.client()
                .updateTimeToLive(request -> request.tableName(look.table())
                        .timeToLiveSpecification(ttl -> ttl.enabled(true).attributeName(ItemLayout.DELETABLE_FROM)));
    }

    /** Turned on, unless the table is so new that the service is not ready for it. */
    private Optional<UpdateContinuousBackupsResponse> recovering() {
        return requests.askUnless(
                ContinuousBackupsUnavailableException.class::isInstance,
                () -> look.client()
                        .updateContinuousBackups(request -> request.tableName(look.table())
                                .pointInTimeRecoverySpecification(
                                        recovery -> recovery.pointInTimeRecoveryEnabled(true))));
    }
}
