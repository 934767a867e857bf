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
            SELECT (extract(epoch FROM current_setting('statement_timeout')::interval) * 1000)::bigint,
                (extract(epoch FROM current_setting('lock_timeout')::interval) * 1000)::bigint,
                current_setting('enable_seqscan'),
                current_setting('transaction_isolation') IN ('repeatable read', 'serializable')""";

    private static final String END = """
            SET LOCAL statement_timeout = %d; SET LOCAL lock_timeout = %d; SET LOCAL enable_seqscan = %s;
            RELEASE SAVEPOINT dedup""";
    private static final String UNDO = "ROLLBACK TO SAVEPOINT dedup; RELEASE SAVEPOINT dedup";

    /** What the caller has set: for a statement's time and for its waits, zero for none, and for what it sees. */
    private record Settings(Duration limit, Duration waitLimit, String enableSeqscan, boolean seesOneSnapshot) {
        Session session(Connection connection, Duration timeLeft) {
            return Session.joined(connection, timeLeft, limit, seesOneSnapshot);
        }

        /** The statement that sets them again, and keeps what was done since the savepoint. */
        String restored() {
            return END.formatted(limit.toMillis(), waitLimit.toMillis(), enableSeqscan);
        }
    }

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
                Settings settings = begin(statement);
                T result = work.in(settings.session(connection, timeLeft));
                statement.execute(settings.restored());
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                undo(statement, e);
                throw e;
            }
        }
    }

    private static Settings begin(Statement statement) throws SQLException {
        statement.execute(BEGIN);
        statement.getMoreResults();
        try (ResultSet row = statement.getResultSet()) {
            row.next();
            return new Settings(
                    Duration.ofMillis(row.getLong(1)),
                    Duration.ofMillis(row.getLong(2)),
                    row.getString(3),
                    row.getBoolean(4));
        }
    }

    /** In a transaction that had failed before, the savepoint of this name is not ours but one of the caller's. */
    private static void undo(Statement statement, Throwable reason) {
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
