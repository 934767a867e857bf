// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dedup.spi.StoreException;
import dev.dedup.testservers.ValkeyServer;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A client's own settings are not known here; what is said of its failures names what it tried and blames no URL. */
class BroughtClientFailureTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    @AutoClose
    private static final ValkeyServer SERVER = ValkeyServer.started();

    @Test
    void nobodyAnswersOneServersClient() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            RedisClient client = RedisClient.create(uri(silent.getLocalPort(), false));
            assertSaysWhere(client, failure(ValkeyClaimStore.builder().client(client)), silent.getLocalPort());
        }
    }

    @Test
    void nobodyAnswersAClustersClient() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            RedisClusterClient client = RedisClusterClient.create(uri(silent.getLocalPort(), false));
            assertSaysWhere(client, failure(ValkeyClaimStore.builder().client(client)), silent.getLocalPort());
        }
    }

    @Test
    void aClientWithTlsIsNotAdvisedToTakeTls() {
        RedisClient client = RedisClient.create(uri(SERVER.port(), true));
        assertSaysWhere(client, failure(ValkeyClaimStore.builder().client(client)), SERVER.port());
    }

    private static void assertSaysWhere(AbstractRedisClient client, StoreException failure, int port) {
        assertThat(failure)
                .hasMessageContaining("(the application's client): connect failed: no answer in the client's time")
                .hasMessageContaining("check host, port, firewall and TLS of the client")
                .hasMessageContaining(":" + port)
                .hasMessageNotContaining("PT")
                .hasMessageNotContaining("valkeys://")
                .returns(true, StoreException::isRetryable);
        client.shutdown();
    }

    private static RedisURI uri(int port, boolean tls) {
        return RedisURI.builder()
                .withHost("127.0.0.1")
                .withPort(port)
                .withSsl(tls)
                .withTimeout(SHORT)
                .build();
    }

    private static StoreException failure(ValkeyClaimStoreBuilder builder) {
        return catchThrowableOfType(StoreException.class, () -> builder.build().close());
    }
}
