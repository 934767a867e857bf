// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.StoreException;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * A table of claims, and what every request to it needs.
 *
 * @param client sends requests
 * @param requests writes them
 * @param clock tells when a claim expires
 * @param gate bounds how many are under way
 * @param failures names them
 */
record Table(DynamoDbAsyncClient client, Requests requests, InstantSource clock, Gate gate, Failures failures) {
    /** The service numbers every answer ("DynamoDB low-level API", in its developer guide). */
    private static final String REQUEST_ID = "x-amzn-RequestId";

    /**
     * What a conditional write to one item says.
     *
     * @param done the answer if it was carried out
     * @param refused the answer if it was not: by what stands in the way, or null if there is no item
     */
    <V> CompletableFuture<V> outcome(
            String operation,
            Fingerprint fingerprint,
            CompletableFuture<? extends SdkResponse> write,
            V done,
            Function<@Nullable ClaimItem, V> refused) {
        return write.handle((answer, failure) -> {
            if (failure != null) {
                return refused.apply(standing(operation, fingerprint, failure));
            }
            if (!isOfTheService(answer)) {
                throw failures.ofTorn(operation);
            }
            return done;
        });
    }

    /** The claim in an item. */
    ClaimItem claim(String operation, Fingerprint fingerprint, Map<String, AttributeValue> attributes) {
        try {
            return ItemLayout.item(attributes);
        } catch (ForeignItemException e) {
            throw failures.ofItem(operation, fingerprint, e);
        }
    }

    /** A write that was carried out has an answer without content, as anything on the way may give one. */
    private static boolean isOfTheService(SdkResponse answer) {
        SdkHttpResponse head = answer.sdkHttpResponse();
        return head != null && head.firstMatchingHeader(REQUEST_ID).isPresent();
    }

    /** Only the service's word that the condition did not hold lets anything stand in the way. */
    private @Nullable ClaimItem standing(String operation, Fingerprint fingerprint, Throwable failure) {
        if (Failures.unwrapped(failure) instanceof ConditionalCheckFailedException refusal) {
            return refusal.hasItem() ? claim(operation, fingerprint, refusal.item()) : null;
        }
        throw failures.of(operation, failure);
    }

    /** A refusal that does not say whose the claim is. */
    StoreException withoutItem(String operation) {
        String problem = "the service refused the write and did not show the item, so whose claim it is is not known";
        return StoreException.retryable(failures.store(), operation, problem, null);
    }
}
