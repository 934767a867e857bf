// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.dedup.spi.StoreException;
import dev.dedup.spi.Verdict;
import dev.dedup.testservers.PostgresServer;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import dev.dedup.testservers.claims.Retries;
import dev.dedup.testservers.claims.Together;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A server that has no connection left to give, or no room on its disk. */
class FullServerTest {
    /** Three are kept for superusers. */
    private static final int CONNECTIONS = 6;

    private static final String NO_CONNECTION = "no further connection is allowed, by the server (max_connections),"
            + " or by the database or the user (CONNECTION LIMIT)";

    @AutoClose
    private static final PostgresServer SERVER = PostgresServer.builder()
            .config("max_connections", Integer.toString(CONNECTIONS))
            .start();

    private final Tenant tenant = Tenant.on(SERVER);
    private final List<Connection> others = new ArrayList<>();

    @Test
    void claimThatGetsNoConnectionOfTheServerHasNoVerdictUntilThereIsOne() throws SQLException {
        try (PostgresClaimStore store = tenant.open();
                Caller blocker = new Caller(tenant)) {
            takeAllConnections();
            CompletableFuture<Verdict> busy = occupyTheOnlyConnection(store, blocker);

            StoreException failure = new Asker(store).failureOfClaim(Posts.fresh());

            assertThat(failure).hasMessageContaining(NO_CONNECTION).returns(true, StoreException::isRetryable);
            Retries.assertClaimedAfter(this::giveConnectionsBack, store);
            blocker.rollback();
            assertThat(busy.join()).isEqualTo(Verdict.CLAIMED);
        }
    }

    @Test
    void startThatGetsNoConnectionOfTheServerIsAClearError() {
        takeAllConnections();
        assertNoConnectionToStart();

        giveConnectionsBack();
        tenant.open().close();
    }

    @Test
    void startThatGetsNoConnectionOfTheDatabaseIsAClearError() {
        SERVER.execute("ALTER DATABASE dedup CONNECTION LIMIT 0");
        try {
            assertNoConnectionToStart();
        } finally {
            SERVER.execute("ALTER DATABASE dedup CONNECTION LIMIT -1");
        }
        tenant.open().close();
    }

    /** The table's file is put on the device on which every write finds no space. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void claimForWhichTheDiskHasNoRoomHasNoVerdictUntilThereIsSome() {
        try (PostgresClaimStore store = tenant.open()) {
            String file = SERVER.value("SELECT pg_relation_filepath('" + tenant.table() + "')");
            onServer("mv " + file + " " + file + ".kept && ln -s /dev/full " + file);
            tenant.terminate();

            StoreException failure = await().until(
                            () -> new Asker(store).failureOfClaim(Posts.fresh()),
                            last -> String.valueOf(last.getMessage()).contains("53100"));

            assertThat(failure)
                    .hasMessageContaining("the server's disk is full")
                    .hasMessageContaining("No space left on device")
                    .returns(true, StoreException::isRetryable);
            Retries.assertClaimedAfter(
                    () -> {
                        onServer("rm " + file + " && mv " + file + ".kept " + file);
                        tenant.terminate();
                    },
                    store);
        }
        assertThat(tenant.rows()).as("claims").isEqualTo(1);
    }

    /** Runs a command where the server's files are. */
    private void onServer(String command) {
        SERVER.execute("COPY (SELECT) TO PROGRAM '" + command + "'");
    }

    private CompletableFuture<Verdict> occupyTheOnlyConnection(PostgresClaimStore store, Caller blocker) {
        var post = Posts.fresh();
        blocker.joining(store).claim(post);
        CompletableFuture<Verdict> busy = Together.start(() -> new Asker(store).claim(post));
        await().until(tenant::waits);
        return busy;
    }

    /** Also those of sessions that have ended a moment ago and are not yet gone. */
    private void takeAllConnections() {
        await().during(Duration.ofMillis(500)).atMost(Duration.ofSeconds(20)).until(() -> !takesConnection());
    }

    private boolean takesConnection() {
        try {
            return others.add(tenant.connect());
        } catch (IllegalStateException e) {
            assertThat(e).hasRootCauseInstanceOf(SQLException.class);
            assertThat(Failures.state((SQLException) e.getCause())).isEqualTo("53300");
            return false;
        }
    }

    @AfterEach
    void giveConnectionsBack() {
        try {
            for (Connection connection : others) {
                connection.close();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertNoConnectionToStart() {
        assertThatThrownBy(() -> PostgresClaimStore.connect(tenant.url()))
                .isInstanceOfSatisfying(
                        StoreException.class,
                        failure -> assertThat(failure)
                                .hasMessageContaining("connect failed")
                                .hasMessageContaining(NO_CONNECTION)
                                .hasMessageContaining("SQLSTATE 53300")
                                .returns(true, StoreException::isRetryable));
    }
}
