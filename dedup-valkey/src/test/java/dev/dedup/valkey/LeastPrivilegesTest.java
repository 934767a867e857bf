// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.StoreException;
import dev.dedup.testservers.ValkeyCluster;
import dev.dedup.testservers.ValkeyServer;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule of the least privileges is needed: without it, something is refused. */
class LeastPrivilegesTest {
    @AutoClose
    private static final ValkeyServer SERVER = ValkeyServer.started();

    @AutoClose
    private static final ValkeyCluster CLUSTER = ValkeyCluster.started();

    static Stream<String> commands() {
        return LeastPrivileges.COMMANDS.stream();
    }

    static Stream<String> clusterCommands() {
        return LeastPrivileges.CLUSTER_COMMANDS.stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandIsAskedFor(String command) {
        assertIsMissed(command, List.of(SERVER), LeastPrivileges.COMMANDS);
    }

    @ParameterizedTest
    @MethodSource("clusterCommands")
    void everyCommandIsAskedForInACluster(String command) {
        List<String> all = new ArrayList<>(LeastPrivileges.COMMANDS);
        all.addAll(LeastPrivileges.CLUSTER_COMMANDS);
        assertIsMissed(command, CLUSTER.nodes(), all);
    }

    @Test
    void otherKeysAreRefused() {
        allow(List.of(SERVER), LeastPrivileges.COMMANDS);
        try (ValkeyClaimStore store =
                ValkeyClaimStore.builder().url(url(SERVER)).prefix("other:").build()) {
            assertThat(new Asker(store).failureOfClaim(Posts.fresh()))
                    .hasMessageContaining("access rules do not let this user do it")
                    .returns(false, StoreException::isRetryable);
        }
    }

    private static void assertIsMissed(String command, List<ValkeyServer> servers, List<String> all) {
        List<String> others =
                all.stream().filter(other -> !other.equals(command)).toList();
        allow(servers, others);

        useAll(url(servers.get(0)));

        assertThat(LeastPrivileges.refusals(servers)).contains(command.substring(1));
    }

    private static void allow(List<ValkeyServer> servers, List<String> commands) {
        List<String> words = new ArrayList<>(List.of("ACL", "SETUSER", LeastPrivileges.USER));
        words.addAll(List.of(LeastPrivileges.rules(commands)));
        servers.forEach(server -> server.command(words.toArray(String[]::new)));
        servers.forEach(server -> server.command("SCRIPT", "FLUSH"));
        LeastPrivileges.reset(servers);
    }

    /** Does everything that a store does; what is refused fails. */
    private static void useAll(String url) {
        try (ValkeyClaimStore store = ValkeyClaimStore.connect(url)) {
            Asker asker = new Asker(store);
            Fingerprint post = Posts.fresh();
            for (Runnable use : List.<Runnable>of(
                    () -> asker.lease(post),
                    () -> asker.lookup(post),
                    () -> asker.confirm(post),
                    () -> asker.release(post),
                    () -> asker.claim(post),
                    () -> asker.forget(post),
                    store::health)) {
                attempt(use);
            }
        } catch (StoreException refused) {
            assertThat(refused).hasMessageContaining("access rules");
        }
    }

    private static void attempt(Runnable use) {
        try {
            use.run();
        } catch (StoreException refused) {
            assertThat(refused.getMessage())
                    .containsAnyOf("(NOPERM", "ACL failure in script", "user executing the script");
        }
    }

    private static String url(ValkeyServer server) {
        return "valkey://" + LeastPrivileges.LOGIN + server.host() + ":" + server.port();
    }
}
