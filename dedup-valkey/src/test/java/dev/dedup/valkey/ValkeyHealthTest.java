// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.dedup.identity.Fingerprint;
import dev.dedup.testservers.ProxyAction;
import dev.dedup.testservers.TcpProxy;
import dev.dedup.testservers.ValkeyCluster;
import dev.dedup.testservers.ValkeyServer;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import java.time.Duration;
import java.util.OptionalLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ValkeyHealthTest {
    private static final long LIMIT = 64L << 20;

    @Test
    void tellsMemoryAndItsLimit() {
        try (ValkeyServer server =
                        ValkeyServer.builder().config("maxmemory", "64mb").start();
                ValkeyClaimStore store = ValkeyClaimStore.connect(server.uri())) {
            ValkeyHealth health = store.health();

            assertThat(health.reachable()).isTrue();
            assertThat(health.maximumMemory()).hasValue(LIMIT);
            assertThat(health.usedMemory().orElseThrow()).isBetween(100_000L, LIMIT);
            assertThat(health.evictedKeys()).hasValue(0);
            assertThat(health.replicationLag()).isEmpty();
        }
    }

    /** Some sections of INFO cost a server more than all that is read here. */
    @Test
    void asksNoMoreThanItTells() {
        try (ValkeyServer server = ValkeyServer.started();
                TcpProxy proxy = TcpProxy.to(server.host(), server.port());
                ValkeyClaimStore store = ValkeyClaimStore.connect("valkey://" + proxy.host() + ":" + proxy.port())) {
            proxy.always(
                    TcpProxy.containing("everything"),
                    ProxyAction.answerInstead("-ERR too much\r\n".getBytes(US_ASCII)));

            assertThat(store.health().usedMemory()).isPresent();
        }
    }

    @Test
    void noLimitIsNoNumber() {
        try (ValkeyServer server = ValkeyServer.started();
                ValkeyClaimStore store = ValkeyClaimStore.connect(server.uri())) {
            assertThat(store.health().maximumMemory()).isEmpty();
        }
    }

    @Test
    void countsTheClaimsThatTheServerDropped() {
        try (ValkeyServer server = ValkeyServer.builder()
                        .config("maxmemory-policy", "volatile-lru")
                        .start();
                ValkeyClaimStore store = ValkeyClaimStore.connect(server.uri())) {
            long limit = Long.parseLong(server.info("used_memory")) + (1 << 20);
            server.command("CONFIG", "SET", "maxmemory", Long.toString(limit));
            Asker asker = new Asker(store);
            for (int i = 0; i < 30; i++) {
                asker.claim(Posts.fresh(1_000));
            }

            long before = Long.parseLong(server.info("evicted_keys"));
            long evicted = store.health().evictedKeys().orElseThrow();
            assertThat(evicted).isPositive().isBetween(before, Long.parseLong(server.info("evicted_keys")));
        }
    }

    @Test
    void tellsHowFarAReplicaIsBehind() {
        try (ValkeyServer primary = ValkeyServer.started();
                ValkeyServer replica = ValkeyServer.builder().replicaOf(primary).start();
                ValkeyClaimStore store = ValkeyClaimStore.connect(primary.uri())) {
            replica.pause();
            new Asker(store).claim(Posts.fresh(1_000));

            assertThat(store.health().replicationLag().orElseThrow()).isGreaterThan(1_000 * Fingerprint.BYTES);

            replica.resume();
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(store.health().replicationLag()).hasValue(0));
        }
    }

    @Test
    void addsUpTheNodesOfACluster() {
        try (ValkeyCluster cluster = ValkeyCluster.started(0, node -> node.config("maxmemory", "64mb"));
                ValkeyClaimStore store = ValkeyClaimStore.builder()
                        .url(cluster.nodes().get(0).uri())
                        .connectTimeout(Duration.ofSeconds(1))
                        .build()) {
            ValkeyHealth health = store.health();

            assertThat(health.reachable()).isTrue();
            assertThat(health.maximumMemory()).hasValue(3 * LIMIT);
            assertThat(health.usedMemory().orElseThrow())
                    .isGreaterThan(Long.parseLong(cluster.nodes().get(0).info("used_memory")) * 2);
            assertThat(health.evictedKeys()).hasValue(0);

            cluster.nodes().get(1).kill();
            assertThat(store.health()).isEqualTo(ValkeyHealth.unreachable());
        }
    }

    @Test
    void serverThatIsGoneIsAReport() {
        try (ValkeyServer server = ValkeyServer.started();
                ValkeyClaimStore store = ValkeyClaimStore.builder()
                        .url(server.uri())
                        .connectTimeout(Duration.ofMillis(500))
                        .build()) {
            server.kill();

            assertThat(store.health())
                    .isEqualTo(ValkeyHealth.unreachable())
                    .returns(false, ValkeyHealth::reachable)
                    .returns(OptionalLong.empty(), ValkeyHealth::usedMemory);

            server.start();
            Awaitility.await().until(() -> store.health().reachable());
        }
    }

    @Test
    void serverThatHangsIsAReport() {
        try (ValkeyServer server = ValkeyServer.started();
                ValkeyClaimStore store = ValkeyClaimStore.builder()
                        .url(server.uri())
                        .connectTimeout(Duration.ofMillis(500))
                        .build()) {
            server.pause();
            assertThat(store.health()).isEqualTo(ValkeyHealth.unreachable());
            server.resume();
        }
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void refusesNull() {
        OptionalLong none = OptionalLong.empty();
        assertThatNullPointerException().isThrownBy(() -> new ValkeyHealth(true, null, none, none, none));
        assertThatNullPointerException().isThrownBy(() -> new ValkeyHealth(true, none, null, none, none));
        assertThatNullPointerException().isThrownBy(() -> new ValkeyHealth(true, none, none, null, none));
        assertThatNullPointerException().isThrownBy(() -> new ValkeyHealth(true, none, none, none, null));
    }
}
