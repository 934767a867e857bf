// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static dev.dedup.spi.Verdict.CLAIMED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.testservers.PostgresServer;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A URL with several hosts, the members of one replicated server. */
class SeveralHostsTest {
    private final Tenant tenant = Tenant.fresh();

    @Test
    void primaryIsLookedForUnlessTheUrlSaysOtherwise() {
        PostgresServer replica = Servers.oldest();
        replica.execute(
                "CREATE ROLE " + tenant.name() + " LOGIN PASSWORD '" + Tenant.PASSWORD + "'",
                "ALTER ROLE " + tenant.name() + " SET default_transaction_read_only = on");
        String hosts = replica.host() + ":" + replica.port() + ","
                + tenant.server().host() + ":" + tenant.server().port();
        String url = "postgresql://" + tenant.name() + ":" + Tenant.PASSWORD + "@" + hosts + "/dedup?createSchema=true";

        try (PostgresClaimStore store = PostgresClaimStore.connect(url)) {
            assertThat(new Asker(store).claim(Posts.fresh())).isEqualTo(CLAIMED);
        }
        try (PostgresClaimStore store = PostgresClaimStore.connect(url + "&targetServerType=any")) {
            assertThat(new Asker(store).failureOfClaim(Posts.fresh())).hasMessageContaining("SQLSTATE 25006");
        }
    }

    @Test
    void hostThatDoesNotAnswerIsPassedOver() throws IOException {
        try (BlackHole first = new BlackHole()) {
            String url = tenant.url().replace("127.0.0.1", "127.0.0.1:" + first.port() + ",127.0.0.1");

            try (PostgresClaimStore store = PostgresClaimStore.connect(url + "?createSchema=true")) {
                assertThat(new Asker(store).claim(Posts.fresh())).isEqualTo(CLAIMED);
            }
        }
    }

    /** A port whose queue of connections is full: the system drops what else comes. */
    private static final class BlackHole implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final List<Socket> queue = new ArrayList<>();

        BlackHole() throws IOException {
            try {
                while (true) {
                    Socket socket = new Socket();
                    queue.add(socket);
                    socket.connect(new InetSocketAddress(listener.getInetAddress(), port()), 200);
                }
            } catch (SocketTimeoutException e) {
                assertThat(queue).hasSizeGreaterThan(1);
            }
        }

        int port() {
            return listener.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : queue) {
                socket.close();
            }
            listener.close();
        }
    }
}
