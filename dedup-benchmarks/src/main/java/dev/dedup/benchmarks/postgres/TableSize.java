// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.postgres;

import dev.dedup.benchmarks.stores.BatchClaimer;
import dev.dedup.benchmarks.stores.Posts;
import dev.dedup.testservers.PostgresServer;
import java.util.Objects;

/** Prints what a claim takes of table and index, and what a duplicate writes. */
public final class TableSize {
    private static final int STEP = 100_000;

    private TableSize() {}

    /**
     * Claims posts, and the last of them once more.
     *
     * @param arguments how many thousand posts at most; 1,000 unless given
     */
    public static void main(String[] arguments) {
        int claims = (arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000) * 1_000;
        try (PostgresServer server = Servers.started();
                BatchClaimer claimer = BatchContender.DEDUP.open(server, 5_000)) {
            for (int done = 0; done < claims; done += STEP) {
                claimer.claim(new Posts(done, 0), Math.min(STEP, claims - done));
            }
            System.out.printf(
                    "%d claims: %.1f bytes of table and index each%n",
                    claims, number(server, "SELECT pg_total_relation_size('dedup_claim')") / claims);
            server.execute("CHECKPOINT");
            int duplicates = Math.min(STEP, claims);
            claimer.claim(new Posts(0, 0), duplicates);
            String before = Objects.requireNonNull(server.value("SELECT pg_current_wal_lsn()"));
            claimer.claim(new Posts(0, 0), duplicates);
            System.out.printf(
                    "%d duplicates: %.1f bytes of log each, %.0f dead rows%n",
                    duplicates,
                    number(server, "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '" + before + "')") / duplicates,
                    number(server, "SELECT n_dead_tup FROM pg_stat_user_tables WHERE relname = 'dedup_claim'"));
        }
    }

    private static double number(PostgresServer server, String sql) {
        return Double.parseDouble(Objects.requireNonNull(server.value(sql)));
    }
}
