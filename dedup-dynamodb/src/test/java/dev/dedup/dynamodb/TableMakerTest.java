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
import dev.dedup.testservers.claims.Posts;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

class TableMakerTest {
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
                ProxyAction.answerInstead(HttpMessage.answer(200, "{\"ContinuousBackupsDescription\":{}}")));

        Local.builder(table, Local.endpoint(proxy))
                .createTable()
                .pointInTimeRecovery()
                .build()
                .close();

        assertThat(backups.times()).isEqualTo(1);
    }

    @Test
    void waitsUntilTheTableIsReady() {
        Fault creating = proxy.once(
                Wire.of("DescribeTable"),
                ProxyAction.answerInstead(HttpMessage.answer(200, "{\"Table\":{\"TableStatus\":\"CREATING\"}}")));

        try (var store =
                Local.builder(table, Local.endpoint(proxy)).createTable().build()) {
            assertThat(new Asker(store).claim(post)).isEqualTo(CLAIMED);
        }
        assertThat(creating.times()).isEqualTo(1);
    }

    @Test
    void missingPermissionIsTold() {
        proxy.always(Wire.of("CreateTable"), Wire.error(400, Failures.ACCESS_DENIED));

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> Local.builder(table, Local.endpoint(proxy))
                        .createTable()
                        .build())
                .withMessageContainingAll(table, "createTable failed", "the credentials lack a permission");
    }

    private TableDescription describe() {
        return Local.CLIENT
                .describeTable(request -> request.tableName(table))
                .join()
                .table();
    }
}
