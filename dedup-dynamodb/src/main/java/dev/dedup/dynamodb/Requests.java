// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import static dev.dedup.dynamodb.ItemLayout.DELETABLE_FROM;
import static dev.dedup.dynamodb.ItemLayout.EXPIRES_AT;
import static dev.dedup.dynamodb.ItemLayout.KEY;
import static dev.dedup.dynamodb.ItemLayout.LAYOUT;
import static dev.dedup.dynamodb.ItemLayout.STATE;
import static dev.dedup.dynamodb.ItemLayout.TOKEN;
import static dev.dedup.dynamodb.ItemLayout.number;
import static software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure.ALL_OLD;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimToken;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * The requests that are made of a table of claims, each about one item and conditional on it, but for those that only read.
 *
 * <p>Every name stands for itself behind a {@code #}, so that none can be one of the service's reserved words.
 */
record Requests(String table) {
    private static final String EXPIRED = "#v = :v AND #e <= :now";
    private static final String LIVE = "#v = :v AND (attribute_not_exists(#e) OR #e > :now)";
    private static final String MINE = "#t = :t AND " + LIVE;

    private static final Map<String, String> KEY_AND_EXPIRY = Map.of("#k", KEY, "#v", LAYOUT, "#e", EXPIRES_AT);
    private static final Map<String, String> EXPIRY = Map.of("#v", LAYOUT, "#e", EXPIRES_AT);
    private static final Map<String, String> OWNER = Map.of("#v", LAYOUT, "#e", EXPIRES_AT, "#t", TOKEN);
    private static final Map<String, String> WHOLE =
            Map.of("#v", LAYOUT, "#e", EXPIRES_AT, "#t", TOKEN, "#s", STATE, "#x", DELETABLE_FROM);

    /** Puts a claim where there is none, or an expired one. */
    PutItemRequest claim(ClaimItem claim, long now, Duration time) {
        return PutItemRequest.builder()
                .tableName(table)
                .item(ItemLayout.attributes(claim))
                .conditionExpression("attribute_not_exists(#k) OR (" + EXPIRED + ")")
                .expressionAttributeNames(KEY_AND_EXPIRY)
                .expressionAttributeValues(at(now))
                .returnValuesOnConditionCheckFailure(ALL_OLD)
                .overrideConfiguration(within(time))
                .build();
    }

    /** Sets state and expiry of the token's claim; to a lease, only if it is one. */
    UpdateItemRequest renew(ClaimItem claim, long now, Duration time) {
        Map<String, AttributeValue> values = new HashMap<>(at(now));
        values.put(":t", number(claim.token().value()));
        values.put(":s", ItemLayout.state(claim.state()));
        Long expiresAt = claim.expiresAt();
        Long deletableFrom = claim.deletableFrom();
        String change = "SET #s = :s REMOVE #e, #x";
        if (expiresAt != null && deletableFrom != null) {
            values.put(":e", number(expiresAt));
            values.put(":x", number(deletableFrom));
            change = "SET #s = :s, #e = :e, #x = :x";
        }
        return UpdateItemRequest.builder()
                .tableName(table)
                .key(ItemLayout.key(claim.fingerprint()))
                .conditionExpression(claim.isConfirmed() ? MINE : MINE + " AND #s = :s")
                .updateExpression(change)
                .expressionAttributeNames(WHOLE)
                .expressionAttributeValues(values)
                .returnValuesOnConditionCheckFailure(ALL_OLD)
                .overrideConfiguration(within(time))
                .build();
    }

    /** Deletes the token's claim. */
    DeleteItemRequest release(Fingerprint fingerprint, ClaimToken token, long now, Duration time) {
        Map<String, AttributeValue> values = new HashMap<>(at(now));
        values.put(":t", number(token.value()));
        return delete(fingerprint, time)
                .conditionExpression(MINE)
                .expressionAttributeNames(OWNER)
                .expressionAttributeValues(values)
                .build();
    }

    /** Deletes a claim, whosever it is. */
    DeleteItemRequest forget(Fingerprint fingerprint, long now, Duration time) {
        return delete(fingerprint, time)
                .conditionExpression(LIVE)
                .expressionAttributeNames(EXPIRY)
                .expressionAttributeValues(at(now))
                .build();
    }

    BatchGetItemRequest read(List<Fingerprint> fingerprints, boolean isConsistent, Duration time) {
        KeysAndAttributes keys = KeysAndAttributes.builder()
                .keys(fingerprints.stream().map(ItemLayout::key).toList())
                .consistentRead(isConsistent)
                .build();
        return BatchGetItemRequest.builder()
                .requestItems(Map.of(table, keys))
                .overrideConfiguration(within(time))
                .build();
    }

    private DeleteItemRequest.Builder delete(Fingerprint fingerprint, Duration time) {
        return DeleteItemRequest.builder()
                .tableName(table)
                .key(ItemLayout.key(fingerprint))
                .returnValuesOnConditionCheckFailure(ALL_OLD)
                .overrideConfiguration(within(time));
    }

    private static Map<String, AttributeValue> at(long now) {
        return Map.of(":v", number(ItemLayout.VERSION), ":now", number(now));
    }

    /** The client's own retries, if it makes any, have to be over by then too. */
    private static AwsRequestOverrideConfiguration within(Duration time) {
        return AwsRequestOverrideConfiguration.builder()
                .apiCallAttemptTimeout(time)
                .apiCallTimeout(time)
                .build();
    }
}
