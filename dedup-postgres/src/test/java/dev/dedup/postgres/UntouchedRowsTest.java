// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static dev.dedup.spi.Verdict.DUPLICATE;
import static dev.dedup.spi.Verdict.IN_FLIGHT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimState;
import dev.dedup.testservers.PostgresServer;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A duplicate is told from what is there, and leaves no trace: on a server where nothing else goes on. */
class UntouchedRowsTest {
    private static final int POSTS = 5_000;
    private static final int BATCHES = 3;

    /** What the store promises for a duplicate. */
    private static final long BYTES_OF_LOG = 15;

    static List<Integer> versions() {
        return PostgresServer.versions();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void duplicatesNeitherLockNorChangeWhatIsHeld(int version) {
        try (PostgresServer server = quietServer(version)) {
            Tenant tenant = Tenant.on(server);
            List<Fingerprint> posts = Posts.fresh(POSTS);
            claim(tenant, posts);
            server.execute("VACUUM ANALYZE " + tenant.table(), "CHECKPOINT");
            List<List<@Nullable String>> rows = rows(tenant);

            long bytes = bytesOfLog(tenant, posts);

            assertThat(rows(tenant)).isEqualTo(rows);
            assertThat(bytes)
                    .as("bytes of log for %d duplicates", BATCHES * POSTS)
                    .isBetween(0L, BYTES_OF_LOG * BATCHES * POSTS);
            assertThat(changesSinceTheClaims(tenant)).containsExactly(String.valueOf(POSTS), "0", "0", "0");
        }
    }

    /** The first half leased, the second confirmed. */
    private static void claim(Tenant tenant, List<Fingerprint> posts) {
        try (PostgresClaimStore store = tenant.open()) {
            Asker asker = new Asker(store);
            asker.claim(posts.subList(0, POSTS / 2), ClaimState.LEASED, Asker.HOLD);
            asker.claim(posts.subList(POSTS / 2, POSTS), ClaimState.CONFIRMED, Asker.HOLD);
        }
    }

    /** The statistics of the store's sessions are complete when it is closed and these have ended. */
    private static long bytesOfLog(Tenant tenant, List<Fingerprint> posts) {
        String before = position(tenant);
        try (PostgresClaimStore store = PostgresClaimStore.connect(tenant.url())) {
            for (int batch = 0; batch < BATCHES; batch++) {
                assertThat(new Asker(store).claim(posts.subList(0, POSTS / 2))).containsOnly(IN_FLIGHT);
                assertThat(new Asker(store).claim(posts.subList(POSTS / 2, POSTS)))
                        .containsOnly(DUPLICATE);
            }
        }
        return Long.parseLong(tenant.server().value("SELECT pg_current_wal_insert_lsn() - '" + before + "'"));
    }

    private static String position(Tenant tenant) {
        return tenant.server().value("SELECT pg_current_wal_insert_lsn()");
    }

    private static List<List<@Nullable String>> rows(Tenant tenant) {
        return tenant.server().query("SELECT ctid, xmin, xmax, c.* FROM " + tenant.table() + " c ORDER BY fingerprint");
    }

    /** Rows inserted, changed, deleted and dead, once the server has counted that the duplicates were read. */
    private static List<@Nullable String> changesSinceTheClaims(Tenant tenant) {
        String of = " WHERE relid = '" + tenant.table() + "'::regclass";
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Long.parseLong(tenant.server().value("SELECT idx_tup_fetch FROM pg_stat_user_tables" + of))
                        >= (long) BATCHES * POSTS);
        return tenant.server()
                .query("SELECT n_tup_ins, n_tup_upd, n_tup_del, n_dead_tup FROM pg_stat_user_tables" + of)
                .get(0);
    }

    private static PostgresServer quietServer(int version) {
        return PostgresServer.builder()
                .version(version)
                .config("autovacuum", "off")
                .config("checkpoint_timeout", "1h")
                .config("max_wal_size", "10GB")
                .start();
    }
}
