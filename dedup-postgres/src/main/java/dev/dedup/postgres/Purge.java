// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import dev.dedup.spi.StoreException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * One walk through the table that deletes what has expired.
 *
 * <p>By ranges of blocks and not by an index on the expiry: such an index would cost every claim a second descent and some 65 bytes of
 * log, and each row is read once either way.
 *
 * @param transactions where the steps run
 * @param statements on the table
 * @param table its name
 * @param batchSize how many rows a step deletes at most
 * @param goesOn asked before each step: whether there is to be one
 */
record Purge(
        Transactions transactions, Statements statements, ClaimTable table, int batchSize, BooleanSupplier goesOn) {
    /** So many claims fit into a block of the usual 8,192 bytes. */
    private static final int CLAIMS_IN_BLOCK = 136;

    /** Under SERIALIZABLE or REPEATABLE READ the server ends one of two that change the same rows. */
    private static final int ATTEMPTS = 5;

    private static final Duration TIME_FOR_STEP = Duration.ofSeconds(30);
    private static final String SIZE =
            Statements.LIMIT + "SELECT pg_relation_size(?::regclass) / current_setting('block_size')::int";

    static void requireBatchSize(int batchSize) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("The batch size of a purge is " + batchSize + "; it must be at least 1");
        }
    }

    long run() {
        long blocks = goesOn.getAsBoolean() ? blocks() : 0;
        long step = Math.max(1, batchSize / CLAIMS_IN_BLOCK);
        long deleted = 0;
        for (long from = 0; from < blocks && goesOn.getAsBoolean(); from += step) {
            deleted += deleteBetween(from, from + step);
        }
        return deleted;
    }

    private long deleteBetween(long from, long to) {
        long deleted = 0;
        int last = batchSize;
        while (last == batchSize && goesOn.getAsBoolean()) {
            last = step(from, to);
            deleted += last;
        }
        return deleted;
    }

    /** What others keep changing at the same moment is left for the next time, as are rows that they have locked. */
    private int step(long from, long to) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                return delete(from, to);
            } catch (StoreException e) {
                if (!Failures.isConflict(e)) {
                    throw e;
                }
            }
        }
        return 0;
    }

    private int delete(long from, long to) {
        return transactions.run(
                "purge",
                TIME_FOR_STEP,
                session -> session.update(statements.purge(), statement -> {
                    setBlock(statement, 2, from);
                    setBlock(statement, 3, to);
                    statement.setInt(4, batchSize);
                }));
    }

    private static void setBlock(PreparedStatement statement, int place, long block) throws SQLException {
        statement.setString(place, "(" + block + ",0)");
    }

    private long blocks() {
        return transactions.run("purge", TIME_FOR_STEP, session -> {
            long[] blocks = new long[1];
            Session.Row row = (ResultSet result) -> blocks[0] = result.getLong(1);
            session.query(SIZE, statement -> statement.setString(2, table.quoted()), row);
            return blocks[0];
        });
    }
}
