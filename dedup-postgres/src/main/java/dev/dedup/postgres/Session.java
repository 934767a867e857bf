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
 */
record Session(Connection connection, long end, Duration limit) {
    /** The server gives up a little before the client does, so that its answer still arrives. */
    private static final int SERVERS_PERCENT = 80;

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

    static Session of(Connection connection, Duration timeLeft) {
        return new Session(connection, System.nanoTime() + nanos(timeLeft), timeLeft);
    }

    /** The same, where no statement takes longer than this. */
    Session limitedTo(Duration other) {
        return new Session(connection, end, other);
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
            statement.execute();
            statement.getMoreResults();
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    private long millisForServer() {
        long left = Math.min(end - System.nanoTime(), nanos(limit));
        return Math.max(1, Duration.ofNanos(left).toMillis() * SERVERS_PERCENT / 100);
    }

    static long nanos(Duration duration) {
        return duration.compareTo(Duration.ofDays(1)) > 0 ? Duration.ofDays(1).toNanos() : duration.toNanos();
    }
}
