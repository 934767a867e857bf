// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import dev.dedup.spi.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/** Looks at a table before the first claim. Whoever may not describe it, may claim all the same. */
record TableCheck(TableLook look, Failures failures) {
    static final String OPERATION = "connect";

    private static final Logger LOG = LoggerFactory.getLogger(DynamoDbClaimStore.class);

    void run() {
        permitted(look::description).ifPresent(this::checkKey);
        permitted(look::timeToLive).ifPresent(this::checkTimeToLive);
    }

    void checkKey(TableDescription description) {
        if (isComingOrGoing(description)) {
            throw StoreException.retryable(
                    failures.store(), OPERATION, "the table is " + description.tableStatusAsString(), null);
        }
        if (!isKeyOfClaims(description)) {
            throw permanent(
                    "the table has the key " + key(description) + "; a table of claims has the one partition key '"
                            + ItemLayout.KEY + "' of type B: name another table, or have one made by createTable()");
        }
    }

    void checkTimeToLive(TimeToLiveDescription description) {
        String attribute = description.attributeName();
        if (!isOn(description)) {
            LOG.warn(
                    "{}: the table's TTL is off, so expired claims are stored and paid for until somebody deletes them;"
                            + " turn it on for the attribute '{}'",
                    failures.store(),
                    ItemLayout.DELETABLE_FROM);
        } else if (!ItemLayout.DELETABLE_FROM.equals(attribute)) {
            throw permanent("the table's TTL is on the attribute '" + attribute + "'; a table of claims has it on '"
                    + ItemLayout.DELETABLE_FROM + "', or on none");
        }
    }

    static boolean isComingOrGoing(TableDescription description) {
        TableStatus status = description.tableStatus();
        return status == TableStatus.CREATING || status == TableStatus.DELETING;
    }

    static boolean isOn(TimeToLiveDescription description) {
        TimeToLiveStatus status = description.timeToLiveStatus();
        return status == TimeToLiveStatus.ENABLED || status == TimeToLiveStatus.ENABLING;
    }

    /** What was asked for, or nothing if that takes a permission that the credentials lack. */
    private <T> Optional<T> permitted(Supplier<CompletableFuture<T>> request) {
        Optional<T> answer = new FirstRequests(failures, OPERATION).askUnless(Failures::isDenied, request);
        if (answer.isEmpty()) {
            LOG.debug("{}: the table is not checked, as the credentials may not describe it", failures.store());
        }
        return answer;
    }

    private static boolean isKeyOfClaims(TableDescription description) {
        return key(description).equals(List.of(ItemLayout.KEY + " " + ScalarAttributeType.B));
    }

    private static List<String> key(TableDescription description) {
        var types = description.attributeDefinitions().stream()
                .collect(Collectors.toMap(
                        AttributeDefinition::attributeName, AttributeDefinition::attributeTypeAsString));
        return description.keySchema().stream()
                .map(KeySchemaElement::attributeName)
                .map(name -> name + " " + types.get(name))
                .toList();
    }

    private StoreException permanent(String problem) {
        return StoreException.permanent(failures.store(), OPERATION, problem, null);
    }
}
