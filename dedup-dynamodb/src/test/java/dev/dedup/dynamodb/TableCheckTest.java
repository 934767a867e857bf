// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import static dev.dedup.spi.Verdict.CLAIMED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dedup.spi.StoreException;
import dev.dedup.testservers.TcpProxy;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.LogRecorder;
import dev.dedup.testservers.claims.Posts;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** What is looked at before the first claim. */
class TableCheckTest {
    @AutoClose
    private final TcpProxy proxy = Local.proxy();

    @Test
    void missingTableIsTold() {
        assertRefused(
                "posts-missing", "there is no such table in this Region, or it is not ready; make it by createTable()");
    }

    @ParameterizedTest
    @CsvSource({"k, S, [k S]", "k, N, [k N]", "id, B, [id B]"})
    void tableWithAnotherKeyIsTold(String key, ScalarAttributeType type, String shown) {
        assertRefused(
                Local.table(key, type),
                "the table has the key " + shown + "; a table of claims has the one partition key 'k' of type B");
    }

    @Test
    void timeToLiveOnAnotherAttributeIsTold() {
        String table = Local.table();
        Local.CLIENT
                .updateTimeToLive(request -> request.tableName(table)
                        .timeToLiveSpecification(ttl -> ttl.enabled(true).attributeName("e")))
                .join();

        assertRefused(table, "the table's TTL is on the attribute 'e'; a table of claims has it on 'x', or on none");
    }

    @Test
    void timeToLiveThatIsOffIsWarnedOf() {
        String table = Local.table();
        try (var log = LogRecorder.of(DynamoDbClaimStore.class)) {
            Local.builder(table).build().close();

            assertThat(log.warnings())
                    .singleElement()
                    .asString()
                    .contains(table, "TTL is off", "turn it on for the attribute 'x'");
        }
    }

    @Test
    void whoMayNotDescribeATableMayClaim() {
        proxy.always(
                Wire.of("DescribeTable").or(Wire.of("DescribeTimeToLive")), Wire.error(400, Failures.ACCESS_DENIED));

        try (var store = Local.builder(Local.table(), Local.endpoint(proxy)).build()) {
            assertThat(new Asker(store).claim(Posts.fresh())).isEqualTo(CLAIMED);
        }
    }

    @Test
    void anythingElseThatGoesWrongIsTold() {
        proxy.always(Wire.of("DescribeTable"), Wire.error(500, "InternalServerError"));
        String table = Local.table();

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> Local.builder(table, Local.endpoint(proxy)).build())
                .withMessageContainingAll(table, "the service has failed")
                .matches(StoreException::isRetryable);
    }

    @Test
    void tableThatIsBeingMadeIsTold() {
        proxy.once(
                Wire.of("DescribeTable"),
                dev.dedup.testservers.ProxyAction.answerInstead(dev.dedup.testservers.HttpMessage.answer(
                        200, "{\"Table\":{\"TableStatus\":\"CREATING\",\"TableName\":\"posts\"}}")));

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() ->
                        Local.builder(Local.table(), Local.endpoint(proxy)).build())
                .withMessageContaining("the table is CREATING")
                .matches(StoreException::isRetryable);
    }

    private static void assertRefused(String table, String problem) {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> Local.builder(table).build())
                .withMessageContainingAll(table, Local.REGION, problem)
                .matches(failure -> !failure.isRetryable());
    }
}
