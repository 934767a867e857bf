// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/**
 * A connection for the time of one request. Confined to one thread.
 *
 * @param connection where the statements go
 * @param end when the request's time is over, by {@link System#nanoTime()}
 * @param limit the longest that one statement may take, whatever time is left
 * @param isOwn whether each statement is committed when it is answered, and the connection given up when the request's time is over;
 *     one of the caller's is not, and a failure undoes what was answered
 * @param seesOneSnapshot whether all statements see what had been committed before the first of the transaction
 */
record Session(Connection connection, long end, Duration limit, boolean isOwn, boolean seesOneSnapshot) {
    /** No limit beside the one on the statement's time. */
    static final Duration NO_LIMIT = Duration.ZERO;

    /** How long an answer may be under way after the server has given up; a short request leaves half its time for it. */
    private static final long SLACK_MILLIS = 50;

    /** A statement that has less is not worth sending: the connection would be given up, and the server would run it all the same. */
    private static final long SHORTEST_MILLIS = 20;

    /** Sets the parameters after the first, which is the limit. */
    @FunctionalInterface
    interface Parameters {
        void set(PreparedStatement statement) throws SQLException;
    }

    /** Takes one row. */
    @FunctionalInterface
    interface Row {
        void take(ResultSet row) throws SQLException;
    }

    /** On a connection that is ours for the time of the request. */
    static Session own(Connection connection, Duration timeLeft) {
        return new Session(connection, System.nanoTime() + nanos(timeLeft), timeLeft, true, false);
    }

    /** On a connection of the caller's, whose own limits hold too. */
    static Session joined(Connection connection, Duration timeLeft, Duration limit, boolean seesOneSnapshot) {
        Duration shorter = limit.equals(NO_LIMIT) ? timeLeft : limit;
        return new Session(connection, System.nanoTime() + nanos(timeLeft), shorter, false, seesOneSnapshot);
    }

    /** Whether a statement can be sent, if so much is left of the time that the request had. */
    static boolean isEnough(long nanosLeft, Duration ofTime) {
        return nanosLeft >= Math.min(Duration.ofMillis(SHORTEST_MILLIS).toNanos(), nanos(ofTime) / 2);
    }

    boolean hasTimeLeft() {
        return end - System.nanoTime() > 0;
    }

    /** Runs a query that begins with {@link Statements#LIMIT}. */
    void query(String sql, Parameters parameters, Row row) throws SQLException {
        try (PreparedStatement statement = prepare(sql, parameters)) {
            try (ResultSet rows = statement.getResultSet()) {
                while (rows.next()) {
                    row.take(rows);
                }
            }
        }
    }

    /** Runs a change that begins with {@link Statements#LIMIT}, and tells how many rows it changed. */
    int update(String sql, Parameters parameters) throws SQLException {
        try (PreparedStatement statement = prepare(sql, parameters)) {
            return statement.getUpdateCount();
        }
    }

    @SuppressWarnings("resource") // the caller closes it
    private PreparedStatement prepare(String sql, Parameters parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            statement.setString(1, Long.toString(millisForServer()));
            parameters.set(statement);
            limitSocket();
            statement.execute();
            statement.getMoreResults();
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    private void limitSocket() throws SQLException {
        if (isOwn) {
            connection.setNetworkTimeout(
                    Runnable::run, (int) Math.max(SHORTEST_MILLIS, millis(end - System.nanoTime())));
        }
    }

    /** The server gives up before the client does, so that its answer still arrives and the connection is kept. */
    private long millisForServer() {
        long left = millis(end - System.nanoTime());
        long forServer = Math.max(left / 2, Math.min(left * 4 / 5, left - SLACK_MILLIS));
        return Math.max(1, Math.min(isOwn ? forServer : left, millis(nanos(limit))));
    }

    /** Sets the parameter that limits how long a statement waits for a lock; null leaves what the user or the transaction has set. */
    static void limitWait(PreparedStatement statement, int place, Duration longest) throws SQLException {
        statement.setString(place, longest.equals(NO_LIMIT) ? null : Long.toString(Math.max(1, longest.toMillis())));
    }

    private static long millis(long nanos) {
        return Duration.ofNanos(nanos).toMillis();
    }

    static long nanos(Duration duration) {
        return duration.compareTo(Duration.ofDays(1)) > 0 ? Duration.ofDays(1).toNanos() : duration.toNanos();
    }
}
