// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.spi.StoreGuarantees;
import dev.dedup.spi.StoreGuarantees.Guarantee;
import dev.dedup.testservers.ValkeyServer;
import dev.dedup.valkey.ValkeyClaimStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The server is killed (SIGKILL) in the middle of claims, and started again when calls have passed their deadline. */
class KilledServerTest {
    private static final int POSTS = 5_000;
    private static final int KILLS = 3;

    @Test
    void withoutAFileItForgetsAndNothingIsLost() {
        try (var server = ValkeyServer.started()) {
            Ledger ledger = scrapeWhileKilling(server);
            ledger.close("killed " + KILLS + " times, nothing on disk");
            assertThat(ledger.repeats()).isPositive();
            assertThat(ledger.mostGrantsOfOnePost())
                    .as("grants of one post, one for each life of the server")
                    .isLessThanOrEqualTo(1 + KILLS);
            assertThat(guarantees(server).promises(Guarantee.SURVIVES_RESTART)).isFalse();
        }
    }

    @Test
    void withEveryWriteOnDiskItForgetsNothing() {
        try (var server = ValkeyServer.builder()
                .config("appendonly", "yes")
                .config("appendfsync", "always")
                .start()) {
            Ledger ledger = scrapeWhileKilling(server);
            ledger.close("killed " + KILLS + " times, every write on disk");
            assertThat(ledger.repeats()).isZero();
            assertThat(ledger.leasesLost()).isZero();
            assertThat(server.command("DBSIZE")).isEqualTo((long) POSTS);
            assertThat(guarantees(server).reason(Guarantee.SURVIVES_RESTART)).contains("appendfsync always");
        }
    }

    private static Ledger scrapeWhileKilling(ValkeyServer server) {
        Ledger ledger = new Ledger(Posts.some(POSTS));
        List<Future<?>> kills = new ArrayList<>();
        for (int kill = 1; kill <= KILLS; kill++) {
            kills.add(ledger.at(kill * POSTS / (KILLS + 1), server::kill));
        }
        try (Fleet fleet = new Fleet(server.uri(), ledger)) {
            fleet.start();
            for (Future<?> kill : kills) {
                fleet.awaitUnknownAfter(kill);
                server.start();
            }
            fleet.awaitEnd();
        }
        return ledger;
    }

    private static StoreGuarantees guarantees(ValkeyServer server) {
        try (var store = ValkeyClaimStore.connect(server.uri())) {
            return store.guarantees();
        }
    }
}
