// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.postgres;

import dev.dedup.benchmarks.stores.BatchClaimer;
import dev.dedup.benchmarks.stores.DedupClaimer;
import dev.dedup.benchmarks.stores.PythonClaimer;
import dev.dedup.postgres.PostgresClaimStore;
import dev.dedup.testservers.PostgresServer;
import java.util.Map;

/** What claims in batches. */
public enum BatchContender {
    /** {@code tryClaimAll} of a deduplicator on the PostgreSQL store. */
    DEDUP,
    /** A statement by hand: insert, or update what has expired. */
    UPSERT,
    /** A statement by hand: look first, then insert or update the rest. */
    LOOK_THEN_UPSERT,
    /** The server by itself, from keys that it has already. */
    SERVER,
    /** psycopg2's {@code execute_values}. */
    EXECUTE_VALUES,
    /** SQLAlchemy's {@code executemany}, the recipe that teams start with. */
    EXECUTEMANY;

    BatchClaimer open(PostgresServer server, int batchSize) {
        return switch (this) {
            case DEDUP -> new DedupClaimer(PostgresClaimStore.connect(Servers.url(server)), batchSize);
            case UPSERT -> new StatementClaimer(server, batchSize, StatementClaimer.UPSERT);
            case LOOK_THEN_UPSERT -> new StatementClaimer(server, batchSize, StatementClaimer.LOOK_THEN_UPSERT);
            case SERVER -> new ServerClaimer(server, batchSize);
            case EXECUTE_VALUES -> python(server, batchSize, "execute_values");
            case EXECUTEMANY -> python(server, batchSize, "executemany");
        };
    }

    private static BatchClaimer python(PostgresServer server, int batchSize, String way) {
        return new PythonClaimer(
                "postgres_inserts.py",
                Map.of("PGPASSWORD", server.password()),
                server.host(),
                Integer.toString(server.port()),
                server.database(),
                server.user(),
                way,
                Integer.toString(batchSize));
    }
}
