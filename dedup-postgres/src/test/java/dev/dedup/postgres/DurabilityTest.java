// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.dedup.spi.StoreGuarantees.Guarantee;
import dev.dedup.testservers.PostgresServer;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.LogRecorder;
import dev.dedup.testservers.claims.Posts;
import java.sql.Connection;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A server that forgets after a crash what it has acknowledged is told of once, at the start. */
class DurabilityTest {
    @AutoClose
    private final LogRecorder log = LogRecorder.of(PostgresClaimStore.class);

    @Test
    void serverThatForcesTheDiskIsTakenInSilenceAndACommitThatDoesNotWaitIsNot() {
        try (PostgresServer server = PostgresServer.builder().durable().start()) {
            Tenant tenant = Tenant.on(server);
            tenant.open().close();
            tenant.set("synchronous_commit", "local");
            tenant.open().close();
            assertThat(log.warnings()).isEmpty();

            tenant.set("synchronous_commit", "off");
            tenant.open().close();
            assertThat(log.warnings())
                    .containsExactly(
                            "postgres 127.0.0.1:" + server.port() + "/dedup: synchronous_commit is off: claims are"
                                    + " answered before they are on the server's disk. A crash takes the last of them"
                                    + " back without a word, and their posts are claimed again, as if they were new. Set"
                                    + " it on.");
        }
    }

    @Test
    void serverThatDoesNotForceTheDiskIsToldOfOnce() {
        Tenant tenant = Tenant.fresh();

        try (PostgresClaimStore store = tenant.open()) {
            new Asker(store).claim(Posts.fresh(3));
        }

        assertThat(log.warnings())
                .singleElement()
                .asString()
                .contains("fsync is off")
                .doesNotContain("synchronous");
    }

    @Test
    void bothAreOneWarning() {
        Tenant tenant = Tenant.fresh();
        tenant.set("synchronous_commit", "off");

        tenant.open().close();

        assertThat(log.warnings())
                .singleElement()
                .asString()
                .contains("synchronous_commit and fsync are off")
                .endsWith("Set them on.");
    }

    @Test
    void serverThatDoesNotAnswerIsTakenAsItIs() throws Exception {
        Connection closed = Tenant.fresh().connect();
        closed.close();

        assertThatCode(() -> DurabilityCheck.warn(closed, "a store")).doesNotThrowAnyException();
        assertThat(log.warnings()).isEmpty();
        assertThat(log.messages()).singleElement().asString().contains("a store: ", "could not be read");
    }

    @Test
    void promiseNamesItsCondition() {
        try (PostgresClaimStore store = Tenant.fresh().open()) {
            assertThat(store.guarantees().reason(Guarantee.SURVIVES_RESTART))
                    .contains("synchronous_commit and fsync must be on");
        }
    }
}
