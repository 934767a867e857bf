// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.StoreGuarantees;
import dev.dedup.spi.StoreGuarantees.Guarantee;
import dev.dedup.testservers.TcpProxy;
import dev.dedup.testservers.ValkeySentinels;
import dev.dedup.testservers.ValkeyServer;
import dev.dedup.valkey.ValkeyClaimStore;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * A primary is lost in the middle of claims, and a replica promoted that lacks the latest ones.
 *
 * <p>A third of the posts is claimed while the replica is in step, and a third while it is cut off, so that these claims are
 * acknowledged and then gone; the primary is lost in the middle of the last third.
 */
class FailoverTest {
    private static final int THIRD = 500;

    private final List<Fingerprint> posts = Posts.some(3 * THIRD);
    private final List<Fingerprint> kept = posts.subList(0, THIRD);
    private final List<Fingerprint> forgotten = posts.subList(THIRD, 2 * THIRD);
    private final Ledger ledger = new Ledger(posts);

    @Test
    void sentinelsPromoteTheReplicaOfAKilledPrimary() {
        sentinelsPromote("primary killed, replica promoted by sentinels", ValkeyServer::kill);
    }

    /** Its connections stay open: nothing but the silence tells that it is gone. */
    @Test
    void sentinelsPromoteTheReplicaOfASilentPrimary() {
        sentinelsPromote("primary silent, replica promoted by sentinels", ValkeyServer::pause);
    }

    private void sentinelsPromote(String what, Consumer<ValkeyServer> loss) {
        try (var set = ValkeySentinels.started(3, node -> {})) {
            String url = set.sentinels().stream()
                    .map(sentinel -> sentinel.host() + ":" + sentinel.port())
                    .collect(Collectors.joining(",", "valkey://", "?sentinel=" + ValkeySentinels.MASTER_NAME));
            ValkeyServer primary = set.primary();
            try (Fleet fleet = new Fleet(url, ledger)) {
                claimBeforeAndAfterTheCut(url, primary, set.replica(), fleet);
                Future<?> lost = ledger.at(2 * THIRD + THIRD / 2, () -> loss.accept(primary));
                fleet.start();
                fleet.awaitUnknownAfter(lost);
                set.awaitTakeOver(primary);
                fleet.awaitEnd();
            }
            claimAll(url);
            assertForgottenButNotLost(what, url);
        }
    }

    @Test
    void aNameLeadsToThePromotedReplicaAndTheOldPrimaryIsReadOnly() {
        try (var primary = ValkeyServer.started();
                var replica = ValkeyServer.builder().replicaOf(primary).start();
                var proxy = TcpProxy.to(primary.host(), primary.port())) {
            String url = "valkey://" + proxy.host() + ":" + proxy.port();
            try (Fleet fleet = new Fleet(url, ledger)) {
                claimBeforeAndAfterTheCut(url, primary, replica, fleet);
                Future<?> failover = ledger.at(2 * THIRD + THIRD / 2, () -> {
                    proxy.pointTo(replica.host(), replica.port());
                    replica.promote();
                    primary.command("REPLICAOF", replica.host(), String.valueOf(replica.port()));
                });
                fleet.start();
                fleet.awaitEnd();
                assertThat(failover).isDone();
            }
            claimAll(url);
            assertForgottenButNotLost("address given to the promoted replica", url);
            assertThat(String.valueOf(primary.command("INFO", "errorstats"))).contains("errorstat_READONLY");
        }
    }

    private void claimBeforeAndAfterTheCut(String url, ValkeyServer primary, ValkeyServer replica, Fleet fleet) {
        try (var dedup = Fleet.deduplicator(ValkeyClaimStore.connect(url), ledger)) {
            Scraper scraper = new Scraper(dedup, ledger);
            scraper.claimAll(kept);
            fleet.until("the replica is in step", () -> Objects.equals(replica.command("DBSIZE"), (long) THIRD));
            cutOff(primary, replica, fleet);
            scraper.claimAll(forgotten);
        }
        assertThat(ledger.granted()).as("acknowledged").isEqualTo(2 * THIRD);
        assertThat(replica.command("DBSIZE")).as("replicated").isEqualTo((long) THIRD);
    }

    /** The replica loses its connection and cannot log in for another. */
    private static void cutOff(ValkeyServer primary, ValkeyServer replica, Fleet fleet) {
        replica.command("CONFIG", "SET", "masterauth", "wrong");
        primary.command("CLIENT", "KILL", "TYPE", "replica");
        fleet.until("the replica is cut off", () -> "down".equals(replica.info("master_link_status")));
    }

    /** Sees every post once more, so that what is forgotten comes to light. */
    private void claimAll(String url) {
        try (var dedup = Fleet.deduplicator(ValkeyClaimStore.connect(url), ledger)) {
            new Scraper(dedup, ledger).claimAll(posts);
        }
    }

    private void assertForgottenButNotLost(String what, String url) {
        ledger.close(what);
        assertThat(ledger.repeatsOf(kept)).as("repeats of replicated claims").isZero();
        assertThat(ledger.repeatsOf(forgotten))
                .as("repeats of forgotten claims")
                .isEqualTo(THIRD);
        assertThat(ledger.mostGrantsOfOnePost()).isEqualTo(2);
        try (var store = ValkeyClaimStore.connect(url)) {
            StoreGuarantees guarantees = store.guarantees();
            assertThat(guarantees.promises(Guarantee.SURVIVES_FAILOVER)).isFalse();
            assertThat(guarantees.reason(Guarantee.SURVIVES_FAILOVER)).contains("claimed again");
        }
    }
}
