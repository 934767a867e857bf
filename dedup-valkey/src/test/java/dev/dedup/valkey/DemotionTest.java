// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import static dev.dedup.spi.Verdict.CLAIMED;
import static dev.dedup.spi.Verdict.DUPLICATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.StoreException;
import dev.dedup.testservers.TcpProxy;
import dev.dedup.testservers.ValkeySentinels;
import dev.dedup.testservers.ValkeyServer;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import dev.dedup.testservers.claims.Retries;
import java.time.Duration;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A primary that becomes a replica keeps its connections, so the store must leave by itself. */
class DemotionTest {
    @Test
    void refusalAsAReplicaMakesTheConnectionAnewButNotAllTheTime() {
        try (ValkeyServer primary = ValkeyServer.started();
                ValkeyServer other = ValkeyServer.started();
                TcpProxy proxy = TcpProxy.to(primary.host(), primary.port());
                ValkeyClaimStore store = ValkeyClaimStore.connect("valkey://" + proxy.host() + ":" + proxy.port())) {
            Asker asker = new Asker(store);
            asker.claim(Posts.fresh());
            assertThat(proxy.accepted()).isEqualTo(1);
            primary.command("REPLICAOF", other.host(), Integer.toString(other.port()));

            long start = System.nanoTime();
            for (int i = 0; i < 50; i++) {
                assertIsOfTheReplicaOrOfItsConnection(asker.failureOfClaim(Posts.fresh()));
            }
            Awaitility.await().until(() -> proxy.accepted() >= 2);

            long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
            assertThat(proxy.accepted() - 1).as("connections made anew").isBetween(1L, 1 + seconds);
            primary.promote();
            assertThat(asker.claim(Posts.fresh())).isEqualTo(CLAIMED);
        }
    }

    /** A claim that was written to the connection just before it is left meets its end. */
    private static void assertIsOfTheReplicaOrOfItsConnection(StoreException failure) {
        assertThat(failure).returns(true, StoreException::isRetryable);
        assertThat(failure.getMessage()).containsPattern("READONLY|(?i:connection|reset|closed)");
    }

    @Test
    void sentinelsShowTheWayToTheNewPrimary() {
        try (ValkeySentinels sentinels = ValkeySentinels.started(1, node -> {});
                ValkeyClaimStore store = ValkeyClaimStore.connect(url(sentinels))) {
            Fingerprint old = Posts.fresh();
            Asker asker = new Asker(store);
            asker.claim(old);
            sentinels.failover();

            Retries.assertClaimed(store);
            assertThat(asker.other().claim(old)).isEqualTo(DUPLICATE);
        }
    }

    private static String url(ValkeySentinels sentinels) {
        return sentinels.sentinels().stream()
                .map(sentinel -> sentinel.host() + ":" + sentinel.port())
                .collect(Collectors.joining(",", "valkey://", "?sentinel=" + ValkeySentinels.MASTER_NAME));
    }
}
