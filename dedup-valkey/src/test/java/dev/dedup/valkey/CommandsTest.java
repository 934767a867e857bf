// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import static dev.dedup.spi.ClaimState.CONFIRMED;
import static dev.dedup.spi.ClaimState.LEASED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.testservers.ValkeyCluster;
import dev.dedup.testservers.ValkeyServer;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Which commands a store sends, by the servers' own count.
 *
 * <p>A serverless cache lacks many: no SELECT, FUNCTION, KEYS, WAIT or CONFIG may be in these sets, nor a command of several keys.
 */
class CommandsTest {
    private static final Set<String> START = LeastPrivileges.COMMANDS.contains("+client|setinfo")
            ? Set.of("hello", "info", "client|setinfo")
            : Set.of("hello", "info");

    private static final Set<String> CLAIMS = Set.of("set", "evalsha", "eval", "get", "del", "pexpiretime", "pttl");

    @Test
    void ofASingleServer() {
        try (ValkeyServer server = ValkeyServer.started()) {
            CommandStats stats = CommandStats.of(server);
            stats.reset();
            try (ValkeyClaimStore store = ValkeyClaimStore.connect(server.uri())) {
                assertThat(stats.calls().keySet()).isEqualTo(START);
                use(store);
                assertThat(stats.calls().keySet()).isEqualTo(with(CLAIMS, START));
            }
        }
    }

    @Test
    void ofACluster() {
        try (ValkeyCluster cluster = ValkeyCluster.started()) {
            CommandStats stats = new CommandStats(cluster.nodes());
            stats.reset();
            try (ValkeyClaimStore store =
                    ValkeyClaimStore.connect(cluster.nodes().get(0).uri())) {
                use(store);
                assertThat(stats.calls().keySet())
                        .isSubsetOf(
                                with(CLAIMS, with(START, Set.of("client|setname", "cluster|nodes", "cluster|myid"))));
            }
        }
    }

    @Test
    void claimIsOneCommandAndNothingElse() {
        try (ValkeyServer server = ValkeyServer.started();
                ValkeyClaimStore store = ValkeyClaimStore.connect(server.uri())) {
            CommandStats stats = CommandStats.of(server);
            Asker asker = new Asker(store);
            stats.reset();
            asker.claim(Posts.fresh(1_000));
            asker.claim(Posts.fresh());

            assertThat(stats.calls()).isEqualTo(Map.of("set", 1_001L));
        }
    }

    private static void use(ValkeyClaimStore store) {
        Asker asker = new Asker(store);
        List<Fingerprint> posts = Posts.fresh(300);
        asker.claim(posts, LEASED, Asker.HOLD);
        asker.confirm(posts);
        asker.other().claim(posts, CONFIRMED, Asker.HOLD);
        for (Fingerprint post : posts) {
            asker.lookup(post);
            asker.release(post);
            asker.forget(post);
        }
    }

    private static Set<String> with(Set<String> commands, Set<String> more) {
        Set<String> all = new HashSet<>(commands);
        all.addAll(more);
        return all;
    }
}
