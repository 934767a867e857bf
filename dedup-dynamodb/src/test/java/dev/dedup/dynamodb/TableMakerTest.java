// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import static dev.dedup.spi.Verdict.CLAIMED;
import static dev.dedup.spi.Verdict.DUPLICATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.StoreException;
import dev.dedup.testservers.Fault;
import dev.dedup.testservers.HttpMessage;
import dev.dedup.testservers.ProxyAction;
import dev.dedup.testservers.TcpProxy;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.LogRecorder;
import dev.dedup.testservers.claims.Posts;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

class TableMakerTest {
    private static final ProxyAction BACKUPS_ARE_ON =
            ProxyAction.answerInstead(HttpMessage.answer(200, "{\"ContinuousBackupsDescription\":{}}"));

    private final String table = Local.newName();
    private final Fingerprint post = Posts.fresh();

    @AutoClose
    private final TcpProxy proxy = Local.proxy();

    @Test
    void makesATableOfClaims() {
        try (var store = Local.builder(table).createTable().build()) {
            assertThat(new Asker(store).claim(post)).isEqualTo(CLAIMED);
        }

        TableDescription made = describe();
        assertThat(made.keySchema()).singleElement().hasToString("KeySchemaElement(AttributeName=k, KeyType=HASH)");
        assertThat(made.billingModeSummary().billingMode()).isEqualTo(BillingMode.PAY_PER_REQUEST);
        assertThat(made.deletionProtectionEnabled()).isFalse();
        assertThat(Local.CLIENT
                        .describeTimeToLive(request -> request.tableName(table))
                        .join()
                        .timeToLiveDescription())
                .hasToString("TimeToLiveDescription(TimeToLiveStatus=ENABLED, AttributeName=x)");
    }

    @Test
    void leavesATableThatIsThereAsItIs() {
        try (var first = Local.builder(table).createTable().build()) {
            new Asker(first).claim(post);
        }
        try (var second =
                Local.builder(table).createTable().deletionProtection().build()) {
            assertThat(new Asker(second).claim(post)).isEqualTo(DUPLICATE);
        }
        assertThat(describe().deletionProtectionEnabled()).isFalse();
    }

    @Test
    void turnsTheTimeToLiveOfATableOn() {
        String plain = Local.table();
        Local.builder(plain).createTable().build().close();

        assertThat(TableCheck.isOn(Local.CLIENT
                        .describeTimeToLive(request -> request.tableName(plain))
                        .join()
                        .timeToLiveDescription()))
                .isTrue();
    }

    @Test
    void severalMayMakeItAtOnce() {
        List<CompletableFuture<Void>> makers = Stream.generate(() -> CompletableFuture.runAsync(
                        () -> Local.builder(table).createTable().build().close()))
                .limit(4)
                .toList();

        assertThat(makers).allSatisfy(CompletableFuture::join);
    }

    @Test
    void protectsANewTableIfAsked() {
        Local.builder(table).createTable().deletionProtection().build().close();

        assertThat(describe().deletionProtectionEnabled()).isTrue();
    }

    /** DynamoDB Local has no backups: the proxy answers for it. */
    @Test
    void turnsRecoveryOnIfAsked() {
        Fault backups = proxy.always(
                Wire.of("UpdateContinuousBackups")
                        .and(TcpProxy.containing("\"PointInTimeRecoveryEnabled\":true")
                                .and(TcpProxy.containing(table))),
                BACKUPS_ARE_ON);

        Local.builder(table, Local.endpoint(proxy))
                .createTable()
                .pointInTimeRecovery()
                .build()
                .close();

        assertThat(backups.times()).isEqualTo(1);
    }

    /** As it does in the first seconds of a new table's life. */
    @Test
    void recoveryIsAskedForAgainWhileTheServicePreparesIt() {
        Fault preparing = proxy.times(
                2, Wire.of("UpdateContinuousBackups"), Wire.error(400, "ContinuousBackupsUnavailableException"));
        Fault backups = proxy.always(Wire.of("UpdateContinuousBackups"), BACKUPS_ARE_ON);

        Local.builder(table, Local.endpoint(proxy))
                .createTable()
                .pointInTimeRecovery()
                .build()
                .close();

        assertThat(preparing.times()).isEqualTo(2);
        assertThat(backups.times()).isEqualTo(1);
    }

    @Test
    void waitsUntilTheTableIsReady() {
        Fault creating = proxy.once(Wire.of("DescribeTable"), Wire.table("CREATING"));

        try (var store =
                Local.builder(table, Local.endpoint(proxy)).createTable().build()) {
            assertThat(new Asker(store).claim(post)).isEqualTo(CLAIMED);
        }
        assertThat(creating.times()).isEqualTo(1);
    }

    @Test
    void tableThatIsBeingDeletedIsMadeAnew() {
        proxy.once(Wire.of("DescribeTable"), Wire.table("DELETING"));

        Local.builder(table, Local.endpoint(proxy)).createTable().build().close();

        assertThat(describe().tableStatus()).isEqualTo(TableStatus.ACTIVE);
    }

    /** The next look may show an older state of it. */
    @Test
    void whatItHasMadeIsNotLookedAtAgain() {
        proxy.always(
                Wire.of("DescribeTimeToLive"),
                ProxyAction.answerInstead(
                        HttpMessage.answer(200, "{\"TimeToLiveDescription\":{\"TimeToLiveStatus\":\"DISABLED\"}}")));

        try (var log = LogRecorder.of(DynamoDbClaimStore.class)) {
            Local.builder(table, Local.endpoint(proxy)).createTable().build().close();

            assertThat(log.warnings()).isEmpty();
        }
    }

    /** It is somebody else's. */
    @Test
    void leavesATableWithAnotherKeyAlone() {
        String other = Local.table("id", ScalarAttributeType.S);

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> Local.builder(other).createTable().build())
                .withMessageContainingAll(other, "the table has the key [id S]");
        assertThat(Local.CLIENT
                        .describeTimeToLive(request -> request.tableName(other))
                        .join()
                        .timeToLiveDescription()
                        .timeToLiveStatus())
                .isEqualTo(TimeToLiveStatus.DISABLED);
    }

    @Test
    void tableThatIsThereNeedsNoPermissionToMakeIt() {
        String there = Local.table();
        Local.builder(there).createTable().build().close();
        Fault made = proxy.always(
                Wire.of("CreateTable").or(Wire.of("UpdateTimeToLive")), Wire.error(400, Failures.ACCESS_DENIED));

        try (var store =
                Local.builder(there, Local.endpoint(proxy)).createTable().build()) {
            assertThat(new Asker(store).claim(post)).isEqualTo(CLAIMED);
        }
        assertThat(made.times()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DescribeTable", "CreateTable", "DescribeTimeToLive", "UpdateTimeToLive"})
    void whatMayPassIsAskedForAgain(String operation) {
        List<Fault> faults = Stream.of(
                        ProxyAction.dropRequest(),
                        Wire.error(500, "InternalServerError"),
                        Wire.error(400, "ThrottlingException"),
                        Wire.error(400, "LimitExceededException"))
                .map(trouble -> proxy.once(Wire.of(operation), trouble))
                .toList();

        try (var store =
                Local.builder(table, Local.endpoint(proxy)).createTable().build()) {
            assertThat(new Asker(store).claim(post)).isEqualTo(CLAIMED);
        }
        assertThat(faults).allMatch(fault -> fault.times() == 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DescribeTable", "CreateTable", "DescribeTimeToLive", "UpdateTimeToLive"})
    void missingPermissionIsTold(String operation) {
        Fault denied = proxy.always(Wire.of(operation), Wire.error(400, Failures.ACCESS_DENIED));

        assertRefused("the credentials lack a permission", Failures.ACCESS_DENIED);
        assertThat(denied.times()).isEqualTo(1);
    }

    /** Such as "Time to live has been modified multiple times within a fixed interval". */
    @Test
    void requestThatIsNotValidIsNoMatterOfTheTable() {
        proxy.always(Wire.of("UpdateTimeToLive"), Wire.error(400, "ValidationException"));

        assertRefused("the service refuses the request (said the service; ValidationException");
    }

    private void assertRefused(String... problem) {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> Local.builder(table, Local.endpoint(proxy))
                        .createTable()
                        .build())
                .withMessageContainingAll(problem)
                .withMessageContainingAll(table, "createTable failed")
                .matches(failure -> !failure.isRetryable());
    }

    private TableDescription describe() {
        return Local.CLIENT
                .describeTable(request -> request.tableName(table))
                .join()
                .table();
    }
}
