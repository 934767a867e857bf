// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import static dev.dedup.spi.Verdict.CLAIMED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dedup.spi.StoreException;
import dev.dedup.testservers.Fault;
import dev.dedup.testservers.ProxyAction;
import dev.dedup.testservers.TcpProxy;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.LogRecorder;
import dev.dedup.testservers.claims.Posts;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
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

    @ParameterizedTest
    @ValueSource(strings = {"DescribeTable", "DescribeTimeToLive"})
    void whatMayPassIsAskedForAgain(String operation) {
        List<Fault> faults = Stream.of(
                        ProxyAction.dropRequest(),
                        Wire.error(500, "InternalServerError"),
                        Wire.error(400, "ThrottlingException"))
                .map(trouble -> proxy.once(Wire.of(operation), trouble))
                .toList();

        Local.builder(Local.table(), Local.endpoint(proxy)).build().close();

        assertThat(faults).allMatch(fault -> fault.times() == 1);
    }

    @Test
    void whatDoesNotPassIsTold() {
        Fault failing = proxy.always(Wire.of("DescribeTable"), Wire.error(500, "InternalServerError"));
        String table = Local.table();

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> Local.builder(table, Local.endpoint(proxy)).build())
                .withMessageContainingAll(table, "connect failed", "the service has failed", "said the service")
                .matches(StoreException::isRetryable);
        assertThat(failing.times()).isGreaterThan(1);
    }

    @Test
    void tableThatIsBeingMadeIsTold() {
        proxy.once(Wire.of("DescribeTable"), Wire.table("CREATING"));

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
