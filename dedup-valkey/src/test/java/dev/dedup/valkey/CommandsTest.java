// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import static dev.dedup.spi.ClaimState.CONFIRMED;
import static dev.dedup.spi.ClaimState.LEASED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.testservers.ValkeyCluster;
import dev.dedup.testservers.ValkeyServer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Which commands a store sends, by the servers' own count.
 *
 * <p>A serverless cache lacks many: no SELECT, FUNCTION, KEYS, WAIT or CONFIG may be in these sets, nor a command of several keys.
 */
class CommandsTest {
    /** What the test itself sends. */
    private static final Set<String> TEST = Set.of("config|resetstat", "info", "auth");

    private static final Set<String> CLAIMS = Set.of("set", "evalsha", "eval", "get", "del", "pexpiretime");

    @Test
    void ofASingleServer() {
        try (ValkeyServer server = ValkeyServer.started()) {
            CommandStats stats = CommandStats.of(server);
            stats.reset();
            try (ValkeyClaimStore store = ValkeyClaimStore.connect(server.uri())) {
                assertThat(calls(stats)).isEqualTo(Set.of("hello", "client|setinfo"));
                use(store);
                assertThat(calls(stats)).isEqualTo(with(CLAIMS, "hello", "client|setinfo"));
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
                assertThat(calls(stats))
                        .isSubsetOf(with(
                                CLAIMS, "hello", "client|setinfo", "client|setname", "cluster|nodes", "cluster|myid"));
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

            assertThat(calls(stats)).isEqualTo(Set.of("set"));
            assertThat(stats.calls("set")).isEqualTo(1_001);
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

    private static Set<String> calls(CommandStats stats) {
        Set<String> calls = new HashSet<>(stats.calls().keySet());
        calls.removeAll(TEST);
        return calls;
    }

    private static Set<String> with(Set<String> commands, String... more) {
        Set<String> all = new HashSet<>(commands);
        all.addAll(List.of(more));
        return all;
    }
}
