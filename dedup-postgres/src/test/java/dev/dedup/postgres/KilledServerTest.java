// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static dev.dedup.spi.Verdict.DUPLICATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.testservers.PostgresServer;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import dev.dedup.testservers.claims.Retries;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The server ends in the middle of claims, and is started again when calls have passed their deadline. */
class KilledServerTest {
    private static final int POSTS = 3_000;
    private static final int KILLS = 3;

    @AutoClose
    private final PostgresServer server = PostgresServer.started();

    private final Tenant tenant = Tenant.on(server);

    @Test
    void fleetLosesNothingAndRepeatsNothingWhileTheServerIsKilled() {
        tenant.open().close();
        List<Fingerprint> posts = Posts.fresh(POSTS);
        try (Fleet fleet = new Fleet(tenant.url(), Duration.ofMillis(300), posts)) {
            for (int kill = 1; kill <= KILLS; kill++) {
                fleet.awaitGranted((long) kill * POSTS / (KILLS + 1));
                server.kill();
                fleet.awaitUnknown();
                server.start();
            }
            fleet.awaitEnd();

            System.out.printf(
                    "killed %d times: posts %d, lost %d, repeats %d, unknown on the way %d%n",
                    KILLS, POSTS, fleet.lost(), fleet.repeats(), fleet.unknown());
            assertThat(fleet.lost()).isZero();
            assertThat(fleet.repeats()).isZero();
        }
        assertThat(tenant.rows()).isEqualTo(POSTS);
    }

    @Test
    void serverThatIsStoppedAndStartedIsAskedAnewAndHasForgottenNothing() {
        try (PostgresClaimStore store = tenant.open()) {
            Fingerprint held = Posts.fresh();
            new Asker(store).claim(held);
            server.stop();

            Retries.assertClaimedAfter(server::start, store);

            assertThat(new Asker(store).claim(held)).isEqualTo(DUPLICATE);
        }
    }
}
