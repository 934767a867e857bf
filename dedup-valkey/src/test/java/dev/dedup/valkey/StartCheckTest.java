// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import static dev.dedup.spi.Verdict.CLAIMED;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dedup.spi.StoreException;
import dev.dedup.testservers.ProxyAction;
import dev.dedup.testservers.TcpProxy;
import dev.dedup.testservers.ValkeyCluster;
import dev.dedup.testservers.ValkeySentinels;
import dev.dedup.testservers.ValkeyServer;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.LogRecorder;
import dev.dedup.testservers.claims.Posts;
import io.lettuce.core.RedisClient;
import io.lettuce.core.cluster.RedisClusterClient;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The look at who answers, before the first claim. */
class StartCheckTest {
    private static final String PASSWORD = "s3cret";

    @AutoClose
    private static final ValkeyServer SERVER = ValkeyServer.builder()
            .user("app", "on", ">" + PASSWORD, "~*", "+@all", "-info")
            .start();

    @AutoClose
    private final TcpProxy proxy = TcpProxy.to(SERVER.host(), SERVER.port());

    @ParameterizedTest
    @CsvSource({"redis, 6.2.14", "redis, 6.0", "redis, 5"})
    void olderServerIsRefusedByNameAndVersion(String product, String version) {
        answerHello(product, version, "standalone");

        assertThat(failure(url()))
                .hasMessage("valkey 127.0.0.1:" + proxy.port() + ": connect failed: the server is " + product + " "
                        + version + "; dedup needs Valkey 7.2 or newer, or Redis 7.0 or newer")
                .returns(false, StoreException::isRetryable);
    }

    @Test
    void serverThatKnowsNoHelloIsRefused() {
        proxy.always(
                TcpProxy.containing("HELLO"),
                ProxyAction.answerInstead("-ERR unknown command 'HELLO'\r\n".getBytes(US_ASCII)));

        assertThat(failure(url()))
                .hasMessageContaining("does not know HELLO, so it is older than version 6; dedup needs Valkey 7.2")
                .returns(false, StoreException::isRetryable);
    }

    @ParameterizedTest
    @CsvSource({"redis, 7.0.15", "valkey, 7.2.4", "valkey, 10.0.0", "valkey, unstable"})
    void newEnoughServerIsTaken(String product, String version) {
        answerHello(product, version, "standalone");

        try (ValkeyClaimStore store = ValkeyClaimStore.connect(url())) {
            assertThat(new Asker(store).claim(Posts.fresh())).isEqualTo(CLAIMED);
        }
    }

    @Test
    void sentinelIsRefusedAndSaysHowToNameThePrimary() {
        try (ValkeySentinels sentinels = ValkeySentinels.started(1, node -> {})) {
            ValkeyServer sentinel = sentinels.sentinels().get(0);

            assertThat(failure(sentinel.uri()))
                    .hasMessageContaining("127.0.0.1:" + sentinel.port())
                    .hasMessageContaining("the server is a Sentinel; name the primary that it watches")
                    .returns(false, StoreException::isRetryable);
        }
    }

    @Test
    void clientForOneServerIsRefusedAtACluster() {
        try (ValkeyCluster cluster = ValkeyCluster.started()) {
            ValkeyServer node = cluster.nodes().get(0);
            RedisClient client = RedisClient.create("redis://" + node.host() + ":" + node.port());

            assertThat(failure(ValkeyClaimStore.builder().client(client)))
                    .hasMessageContaining("the server is a node of a cluster; bring a RedisClusterClient")
                    .returns(false, StoreException::isRetryable);
            client.shutdown();
        }
    }

    @Test
    void broughtClusterClientToOlderServersIsRefused() {
        try (ProxiedCluster cluster = new ProxiedCluster()) {
            cluster.proxies().forEach(node -> answerHello(node, "redis", "6.2.14", "cluster"));
            TcpProxy first = cluster.proxies().get(0);
            RedisClusterClient client = RedisClusterClient.create("redis://" + first.host() + ":" + first.port());

            assertThat(failure(ValkeyClaimStore.builder().client(client)))
                    .hasMessage("valkey cluster (the application's client): connect failed: the server is redis 6.2.14;"
                            + " dedup needs Valkey 7.2 or newer, or Redis 7.0 or newer")
                    .returns(false, StoreException::isRetryable);
            client.shutdown();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"volatile-lru", "allkeys-lfu", "volatile-ttl"})
    void policyThatDropsClaimsIsOneWarningWithItsConsequence(String policy) {
        try (ValkeyServer server = ValkeyServer.builder()
                        .config("maxmemory", "64mb")
                        .config("maxmemory-policy", policy)
                        .start();
                LogRecorder log = LogRecorder.of(ValkeyClaimStore.class);
                ValkeyClaimStore store = ValkeyClaimStore.connect(server.uri())) {
            new Asker(store).claim(Posts.fresh());

            assertThat(log.warnings())
                    .singleElement()
                    .asString()
                    .startsWith("valkey 127.0.0.1:" + server.port() + ": the server's maxmemory-policy is " + policy)
                    .contains("once it uses 67108864 bytes it drops live claims", "Set maxmemory-policy noeviction");
        }
    }

    @Test
    void policyOfAClusterIsOneWarning() {
        try (ValkeyCluster cluster = ValkeyCluster.started(
                        0, node -> node.config("maxmemory", "64mb").config("maxmemory-policy", "allkeys-lru"));
                LogRecorder log = LogRecorder.of(ValkeyClaimStore.class);
                ValkeyClaimStore store =
                        ValkeyClaimStore.connect(cluster.nodes().get(0).uri())) {
            assertThat(store.health().reachable()).isTrue();
            assertThat(log.warnings()).singleElement().asString().contains("maxmemory-policy is allkeys-lru");
        }
    }

    @ParameterizedTest
    @CsvSource({"64mb, noeviction", "0, volatile-lru"})
    void serverThatDropsNothingIsNoWarning(String limit, String policy) {
        try (ValkeyServer server = ValkeyServer.builder()
                        .config("maxmemory", limit)
                        .config("maxmemory-policy", policy)
                        .start();
                LogRecorder log = LogRecorder.of(ValkeyClaimStore.class);
                ValkeyClaimStore store = ValkeyClaimStore.connect(server.uri())) {
            assertThat(store.health().reachable()).isTrue();
            assertThat(log.warnings()).isEmpty();
        }
    }

    @Test
    void serverThatSaysNothingOfItselfIsTaken() {
        try (LogRecorder log = LogRecorder.of(ValkeyClaimStore.class);
                ValkeyClaimStore store = ValkeyClaimStore.connect(
                        "valkey://app:" + PASSWORD + "@" + SERVER.host() + ":" + SERVER.port())) {
            assertThat(log.warnings()).isEmpty();
            assertThat(new Asker(store).claim(Posts.fresh())).isEqualTo(CLAIMED);
            assertThat(store.health()).isEqualTo(ValkeyHealth.silent());
        }
    }

    private String url() {
        return "valkey://" + proxy.host() + ":" + proxy.port();
    }

    /** As the server answers in protocol 3, but with another version. */
    private void answerHello(String product, String version, String mode) {
        answerHello(proxy, product, version, mode);
    }

    private static void answerHello(TcpProxy proxy, String product, String version, String mode) {
        String answer = "%7\r\n$6\r\nserver\r\n$" + product.length() + "\r\n" + product + "\r\n$7\r\nversion\r\n$"
                + version.length() + "\r\n" + version + "\r\n$5\r\nproto\r\n:3\r\n$2\r\nid\r\n:10\r\n$4\r\nmode\r\n$"
                + mode.length() + "\r\n" + mode
                + "\r\n$4\r\nrole\r\n$6\r\nmaster\r\n$7\r\nmodules\r\n*0\r\n";
        proxy.always(TcpProxy.containing("HELLO"), ProxyAction.replaceAnswer(answer.getBytes(US_ASCII)));
    }

    private static StoreException failure(String url) {
        return failure(ValkeyClaimStore.builder().url(url));
    }

    private static StoreException failure(ValkeyClaimStoreBuilder builder) {
        return catchThrowableOfType(StoreException.class, () -> builder.build().close());
    }
}
