// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.Verdict;
import dev.dedup.testservers.PostgresServer;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import dev.dedup.testservers.claims.Together;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Four writers whose batches have the same posts in opposite orders, and nobody has to break a deadlock. */
class FourWritersTest {
    private static final int WRITERS = 4;
    private static final int ROUNDS = 25;
    private static final int POSTS = 400;

    /** Over before the round is, so that rows are taken over as well as inserted. */
    private static final Duration BLINK = Duration.ofMillis(2);

    static List<Integer> versions() {
        return PostgresServer.versions();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void nobodyDeadlocks(int version) {
        Tenant tenant = Tenant.on(Servers.of(version));
        String before = deadlocks(tenant);
        List<Fingerprint> ascending = Posts.fresh(POSTS).stream().sorted().toList();
        List<Fingerprint> descending =
                ascending.stream().sorted(Comparator.reverseOrder()).toList();
        try (PostgresClaimStore store = tenant.open()) {
            Together.run(WRITERS, i -> write(store, i % 2 == 0 ? ascending : descending));
        }
        assertThat(deadlocks(tenant)).isEqualTo(before);
    }

    /** Claims, leases, confirms, releases and forgets, and expects a value for each post. */
    private static void write(PostgresClaimStore store, List<Fingerprint> posts) {
        for (int round = 0; round < ROUNDS; round++) {
            Asker asker = new Asker(store);
            assertThat(Asker.values(asker.claim(posts, ClaimState.LEASED, BLINK)))
                    .hasSize(POSTS);
            Asker.values(asker.confirm(posts));
            List<Verdict> verdicts = asker.other().claim(posts);
            assertThat(verdicts).hasSize(POSTS);
            Asker.values(store.release(posts, asker.token(), asker.timeLeft())
                    .toCompletableFuture()
                    .join());
            Asker.values(store.forget(posts.subList(0, POSTS / 2), asker.timeLeft())
                    .toCompletableFuture()
                    .join());
        }
    }

    private static String deadlocks(Tenant tenant) {
        return tenant.server().value("SELECT deadlocks FROM pg_stat_database WHERE datname = 'dedup'");
    }
}
