// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static dev.dedup.spi.Verdict.CLAIMED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dedup.spi.StoreException;
import dev.dedup.testservers.PostgresServer;
import dev.dedup.testservers.TcpProxy;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;

/** A server that cannot be reached, or not in this way. */
class ConnectFailureTest {
    private final Tenant tenant = Tenant.fresh();

    @Test
    void nobodyListens() {
        TcpProxy closed = TcpProxy.to("127.0.0.1", 1);
        closed.close();

        assertRefused(
                tenant.url(closed.port()), "postgres 127.0.0.1:" + closed.port() + "/dedup: connect failed", "refused");
    }

    @Test
    void hostIsUnknown() {
        assertRefused(
                "postgresql://u:" + Tenant.PASSWORD + "@no-such-host.invalid/dedup",
                "no-such-host.invalid",
                "the host's name is not known");
    }

    @Test
    void passwordIsWrong() {
        assertRefused(
                tenant.server().uri(tenant.name(), "wr0ng"), "the server refuses the user or the password", "28P01");
    }

    @Test
    void userIsUnknown() {
        assertRefused(tenant.server().uri("nobody", Tenant.PASSWORD), "the server refuses the user or the password");
    }

    @Test
    void databaseIsMissing() {
        assertRefused(tenant.url().replace("/dedup", "/elsewhere"), "the database does not exist", "3D000");
    }

    @Test
    void serverHasNoTls() {
        assertRefused(tenant.url() + "?sslmode=require", "does not support SSL");
    }

    @Test
    void serverWantsTlsAndShowsACertificate() {
        try (PostgresServer server = PostgresServer.builder().tls().start()) {
            Tenant secured = Tenant.on(server);
            assertRefused(secured.url() + "?sslmode=disable", "its pg_hba.conf", "28000");
            assertRefused(
                    secured.url() + "?sslmode=verify-full&sslrootcert=missing.pem", "connect failed", "missing.pem");
            String verified = secured.url() + "?createSchema=true&sslmode=verify-full&sslrootcert="
                    + server.certificates().authorityFile();
            try (PostgresClaimStore store = PostgresClaimStore.connect(verified)) {
                assertThat(new Asker(store).claim(Posts.fresh())).isEqualTo(CLAIMED);
            }
        }
    }

    @Test
    void builderWithoutAServerOrWithTwoIsRefused() {
        assertThatThrownBy(() -> PostgresClaimStore.builder().build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("A PostgreSQL store has no server; give it one of url, dataSource and dsl");
        assertThatThrownBy(() -> PostgresClaimStore.builder()
                        .url(tenant.url())
                        .dsl(DSL.using(SQLDialect.POSTGRES))
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("A PostgreSQL store has both a URL and a pool; give it one of url, dataSource and dsl");
    }

    @Test
    void builderOpensAsManyStoresAsItIsAskedFor() {
        PostgresClaimStoreBuilder builder =
                PostgresClaimStore.builder().url(tenant.url() + "?createSchema=true&table=one");
        builder.build().close();
        try (PostgresClaimStore two =
                builder.url(tenant.url() + "?createSchema=true&table=two").build()) {
            new Asker(two).claim(Posts.fresh());
        }
        assertThat(tenant.server().value("SELECT count(*) FROM " + tenant.name() + ".two"))
                .isEqualTo("1");
    }

    private static void assertRefused(String url, String... messages) {
        assertThatThrownBy(() -> PostgresClaimStore.connect(url))
                .isInstanceOf(StoreException.class)
                .hasMessageContainingAll(messages)
                .hasMessageNotContaining(Tenant.PASSWORD)
                .hasMessageNotContaining("wr0ng");
    }
}
