// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import static dev.dedup.spi.Verdict.CLAIMED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dedup.spi.StoreException;
import dev.dedup.testservers.TcpProxy;
import dev.dedup.testservers.ValkeyCluster;
import dev.dedup.testservers.ValkeySentinels;
import dev.dedup.testservers.ValkeyServer;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A URL of several hosts is good for as long as one of them answers. */
class SeveralHostsTest {
    private static final String PASSWORD = "s3cret";

    @AutoClose
    private final TcpProxy dead = TcpProxy.to("127.0.0.1", 1);

    @BeforeEach
    void refuse() {
        dead.refuse();
    }

    @Test
    void theFirstNodeOfAClusterMayBeDown() {
        try (ValkeyCluster cluster = ValkeyCluster.started();
                ValkeyClaimStore store = ValkeyClaimStore.connect("valkey://127.0.0.1:" + dead.port() + ",127.0.0.1:"
                        + cluster.nodes().get(0).port())) {
            assertThat(new Asker(store).claim(Posts.fresh(10))).containsOnly(CLAIMED);
        }
    }

    @Test
    void allDownIsOneFailureThatNamesThem() {
        try (TcpProxy second = TcpProxy.to("127.0.0.1", 1)) {
            second.refuse();
            String hosts = "127.0.0.1:" + dead.port() + ",127.0.0.1:" + second.port();

            StoreException failure = failure("valkey://" + hosts);

            assertThat(failure)
                    .hasMessageStartingWith("valkey " + hosts + ": connect failed: nobody listens there")
                    .returns(true, StoreException::isRetryable);
            assertThat(Objects.requireNonNull(failure.getCause()).getSuppressed())
                    .anySatisfy(first -> assertThat(first).hasStackTraceContaining(":" + dead.port()));
        }
    }

    @Test
    void severalHostsAreNoSingleServer() {
        try (ValkeyServer server = ValkeyServer.started()) {
            assertThat(failure(server.uri() + ",127.0.0.1:" + dead.port()))
                    .hasMessageEndingWith(
                            "connect failed: the URL names 2 hosts, and one of them is a single server; several"
                                    + " hosts are nodes of one cluster, or, with ?sentinel=NAME, Sentinels")
                    .returns(false, StoreException::isRetryable);
        }
    }

    @Test
    void sentinelsThatAskForAPasswordGetTheServers() {
        try (ValkeySentinels set = ValkeySentinels.started(1, node -> node.password(PASSWORD))) {
            ValkeyServer sentinel = set.sentinels().get(0);
            String address = sentinel.host() + ":" + sentinel.port() + "?sentinel=" + ValkeySentinels.MASTER_NAME;
            assertClaims("valkey://:" + PASSWORD + "@" + address);

            sentinel.command("ACL", "SETUSER", "default", "resetpass", ">" + PASSWORD);
            assertClaims("valkey://:" + PASSWORD + "@" + address);

            sentinel.command("ACL", "SETUSER", "default", "resetpass", ">another");
            assertThat(failure("valkey://:" + PASSWORD + "@" + address))
                    .hasMessageContaining("refuses the user or the password")
                    .hasMessageNotContaining(PASSWORD);
        }
    }

    private static void assertClaims(String url) {
        try (ValkeyClaimStore store = ValkeyClaimStore.connect(url)) {
            assertThat(new Asker(store).claim(Posts.fresh())).isEqualTo(CLAIMED);
        }
    }

    private static StoreException failure(String url) {
        return catchThrowableOfType(
                StoreException.class, () -> ValkeyClaimStore.connect(url).close());
    }
}
