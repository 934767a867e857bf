// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import dev.dedup.tck.ContractClock;
import dev.dedup.testservers.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/** The clock of a server, asked on a connection of its own. */
final class ServerClock implements AutoCloseable {
    private static final Duration TOLERANCE = Duration.ofMillis(5);

    private final Connection connection;

    ServerClock(PostgresServer server) {
        connection = server.connect();
    }

    ContractClock contractClock() {
        return ContractClock.waitingFor(this::now, TOLERANCE);
    }

    /** Contract tests ask from one thread at a time, but not always from the same. */
    synchronized Instant now() {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT clock_timestamp()")) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
