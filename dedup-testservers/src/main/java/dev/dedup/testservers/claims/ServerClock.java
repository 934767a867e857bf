// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers.claims;

import dev.dedup.tck.ContractClock;
import dev.dedup.testservers.PostgresServer;
import dev.dedup.testservers.RespConnection;
import dev.dedup.testservers.ValkeyServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;

/** The clock of a server, asked on a connection of its own. Thread-safe. */
public final class ServerClock implements AutoCloseable {
    private static final Duration TOLERANCE = Duration.ofMillis(5);

    private final InstantSource server;
    private final Runnable end;

    private ServerClock(InstantSource server, Runnable end) {
        this.server = server;
        this.end = end;
    }

    /**
     * Connects to a Valkey server.
     *
     * @param server the server
     * @return its clock, which the caller closes
     */
    public static ServerClock of(ValkeyServer server) {
        RespConnection connection = server.connect();
        return new ServerClock(() -> time(connection), connection::close);
    }

    /**
     * Connects to a PostgreSQL server.
     *
     * @param server the server
     * @return its clock, which the caller closes
     */
    public static ServerClock of(PostgresServer server) {
        Connection connection = server.connect();
        return new ServerClock(() -> time(connection), () -> close(connection));
    }

    /**
     * Asks for the time.
     *
     * @return the server's
     */
    public synchronized Instant now() {
        return server.instant();
    }

    /**
     * Returns it as the contract's tests want it.
     *
     * @return a clock that they wait on
     */
    public ContractClock contractClock() {
        return ContractClock.waitingFor(this::now, TOLERANCE);
    }

    private static Instant time(RespConnection connection) {
        List<?> time = (List<?>) Objects.requireNonNull(connection.command("TIME"));
        long seconds = Long.parseLong(String.valueOf(time.get(0)));
        long micros = Long.parseLong(String.valueOf(time.get(1)));
        return Instant.ofEpochSecond(seconds, micros * 1_000);
    }

    private static Instant time(Connection connection) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT clock_timestamp()")) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        end.run();
    }
}
