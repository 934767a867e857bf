// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import dev.dedup.spi.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * Each statement is a transaction of its own: it is committed when it is answered.
 *
 * @param dsl where connections come from
 * @param connections one permit for each connection of the pool, if the pool is the store's own
 * @param failures says what went wrong
 */
record OwnTransaction(DSLContext dsl, @Nullable Semaphore connections, Failures failures) implements Transactions {
    @Override
    public <T> T run(String operation, Duration timeLeft, Work<T> work) {
        long start = System.nanoTime();
        awaitConnection(operation, timeLeft);
        AtomicReference<@Nullable SQLException> failure = new AtomicReference<>();
        try {
            return dsl.connectionResult(connection -> {
                requireAutoCommit(connection, operation, failures);
                Duration left = timeLeft.minusNanos(System.nanoTime() - start);
                if (!Session.isEnough(left.toNanos(), timeLeft)) {
                    throw failures.ofNoConnection(operation, timeLeft);
                }
                return runOn(connection, left, work, failure);
            });
        } catch (DataAccessException e) {
            SQLException first = failure.get();
            throw failures.of(operation, first == null ? e : first);
        } finally {
            if (connections != null) {
                connections.release();
            }
        }
    }

    /** A pool has one time for all that wait; a request has its own. */
    private void awaitConnection(String operation, Duration timeLeft) {
        if (connections == null || connections.tryAcquire()) {
            return;
        }
        try {
            if (!connections.tryAcquire(Session.nanos(timeLeft), TimeUnit.NANOSECONDS)) {
                throw failures.ofNoConnection(operation, timeLeft);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failures.ofInterruption(operation, e);
        }
    }

    /** What may be in a transaction of the application's is not touched. */
    static void requireAutoCommit(Connection connection, String operation, Failures failures) throws SQLException {
        if (!connection.getAutoCommit()) {
            throw StoreException.permanent(
                    failures.store(),
                    operation,
                    "its connections have autocommit off, and may be in a transaction of yours, which dedup does not commit;"
                            + " give it connections with autocommit on, or let it take part in yours by joining(…)",
                    null);
        }
    }

    /** The failure is noted: giving a broken connection back to its pool may fail too, and that would hide it. */
    private static <T> T runOn(
            Connection connection, Duration timeLeft, Work<T> work, AtomicReference<@Nullable SQLException> failure)
            throws SQLException {
        int before = connection.getNetworkTimeout();
        try {
            return work.in(Session.own(connection, timeLeft));
        } catch (SQLException e) {
            failure.set(e);
            abortIfReadOnly(connection, e);
            throw e;
        } finally {
            if (!connection.isClosed()) {
                connection.setNetworkTimeout(Runnable::run, before);
            }
        }
    }

    /** A server that has become a replica answers as ever, and refuses every claim: a pool would keep its connections. */
    private static void abortIfReadOnly(Connection connection, SQLException reason) throws SQLException {
        if (Failures.READ_ONLY.equals(reason.getSQLState())) {
            connection.abort(Runnable::run);
        }
    }
}
