// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import dev.dedup.spi.StoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;

/**
 * All statements of a request run in the caller's transaction, behind a savepoint: whatever fails is undone, and the transaction goes
 * on as if nothing had been asked.
 *
 * @param dsl whose connection is in a transaction
 * @param failures says what went wrong
 */
record JoinedTransaction(DSLContext dsl, Failures failures) implements Transactions {
    private static final String BEGIN = """
            SAVEPOINT dedup;
            SELECT (extract(epoch FROM current_setting('statement_timeout')::interval) * 1000)::bigint""";

    private static final String END = "SET LOCAL statement_timeout = %d; RELEASE SAVEPOINT dedup";
    private static final String UNDO = "ROLLBACK TO SAVEPOINT dedup; RELEASE SAVEPOINT dedup";

    @Override
    public <T> T run(String operation, Duration timeLeft, Work<T> work) {
        try {
            return dsl.connectionResult(connection -> runOn(connection, operation, timeLeft, work));
        } catch (DataAccessException e) {
            throw failures.ofJoined(operation, e);
        }
    }

    private <T> T runOn(Connection connection, String operation, Duration timeLeft, Work<T> work) throws SQLException {
        if (connection.getAutoCommit()) {
            throw StoreException.permanent(
                    failures.store(),
                    operation,
                    "the connection to join has autocommit on, so there is no transaction; begin one first",
                    null);
        }
        try (Statement statement = connection.createStatement()) {
            try {
                long callersLimit = begin(statement);
                Duration limit = callersLimit == 0 ? timeLeft : Duration.ofMillis(callersLimit);
                T result = work.in(Session.joined(connection, timeLeft, limit));
                statement.execute(END.formatted(callersLimit));
                return result;
            } catch (SQLException | RuntimeException e) {
                undo(statement, e);
                throw e;
            }
        }
    }

    /** Returns the limit that the caller has set on a statement's time, in milliseconds; 0 for none. */
    private static long begin(Statement statement) throws SQLException {
        statement.execute(BEGIN);
        statement.getMoreResults();
        try (ResultSet row = statement.getResultSet()) {
            row.next();
            return row.getLong(1);
        }
    }

    /** In a transaction that had failed before, the savepoint of this name is not ours but one of the caller's. */
    private static void undo(Statement statement, Exception reason) {
        if (reason instanceof SQLException failed && Failures.ABORTED.equals(failed.getSQLState())) {
            return;
        }
        try {
            statement.execute(UNDO);
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }
}
