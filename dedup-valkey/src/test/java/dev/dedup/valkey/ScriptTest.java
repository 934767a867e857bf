// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import static dev.dedup.spi.ClaimState.LEASED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.testservers.ValkeyCluster;
import dev.dedup.testservers.ValkeyServer;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Scripts that a server has forgotten, as after a restart, a fail-over or a flush. */
class ScriptTest {
    private static final int MANY = 1_000;

    @AutoClose
    private static final ValkeyServer SERVER = ValkeyServer.started();

    @AutoClose
    private static final ValkeyCluster CLUSTER = ValkeyCluster.started();

    private static final ValkeyClaimStore STORE = ValkeyClaimStore.connect(SERVER.uri());
    private static final ValkeyClaimStore CLUSTER_STORE =
            ValkeyClaimStore.connect(CLUSTER.nodes().get(0).uri());

    private final CommandStats stats = CommandStats.of(SERVER);
    private final Asker mine = new Asker(STORE);

    @AfterAll
    static void close() {
        STORE.close();
        CLUSTER_STORE.close();
    }

    @Test
    void everyScriptWorksAfterEachFlush() {
        Fingerprint post = Posts.fresh();
        for (int i = 0; i < 3; i++) {
            flush(List.of(SERVER));
            assertThat(mine.lookup(post)).isEmpty();
            mine.lease(post);
            assertThat(mine.confirm(post)).isTrue();
            assertThat(mine.lookup(post)).isPresent();
            assertThat(mine.release(post)).isTrue();
            mine.claim(post);
            assertThat(mine.forget(post)).isTrue();
        }
    }

    @Test
    void textIsSentOnceAndTheDigestFromThenOn() {
        Fingerprint post = Posts.fresh();
        flush(List.of(SERVER));
        stats.reset();
        for (int i = 0; i < 10; i++) {
            mine.lookup(post);
        }

        assertThat(stats.calls("eval")).isEqualTo(1);
        assertThat(stats.calls("evalsha")).isEqualTo(10);
    }

    @Test
    void batchAfterAFlushIsConfirmedWhole() {
        assertConfirmedAfterAFlush(mine, List.of(SERVER));
    }

    @Test
    void batchAfterAFlushOfAllNodesOfAClusterIsConfirmedWhole() {
        assertConfirmedAfterAFlush(new Asker(CLUSTER_STORE), CLUSTER.nodes());
    }

    private static void assertConfirmedAfterAFlush(Asker asker, List<ValkeyServer> servers) {
        List<Fingerprint> posts = Posts.fresh(MANY);
        asker.claim(posts, LEASED, Asker.HOLD);
        flush(servers);

        assertThat(Asker.values(asker.confirm(posts))).hasSize(MANY).containsOnly(true);
    }

    private static void flush(List<ValkeyServer> servers) {
        servers.forEach(server -> server.command("SCRIPT", "FLUSH"));
    }
}
