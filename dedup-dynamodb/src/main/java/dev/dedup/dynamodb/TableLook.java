// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveDescription;

/**
 * Looks at a table, and at the clock on that occasion.
 *
 * @param client asks the service
 * @param table is looked at
 * @param clock is compared with the service's, or null for a clock that need not tell the time of day
 */
record TableLook(
        DynamoDbAsyncClient client, String table, @Nullable ClockCheck clock) {
    CompletableFuture<TableDescription> description() {
        return (clock == null ? answer() : clock.comparing(this::answer)).thenApply(answer -> content(answer.table()));
    }

    private CompletableFuture<DescribeTableResponse> answer() {
        return client.describeTable(request -> request.tableName(table));
    }

    CompletableFuture<TimeToLiveDescription> timeToLive() {
        return client.describeTimeToLive(request -> request.tableName(table))
                .thenApply(answer -> content(answer.timeToLiveDescription()));
    }

    private static <T> T content(@Nullable T content) {
        if (content == null) {
            throw SdkClientException.create("the answer has nothing of a table in it; is there a proxy on the way?");
        }
        return content;
    }
}
