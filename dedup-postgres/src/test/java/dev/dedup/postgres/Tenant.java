// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import dev.dedup.testservers.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A user of a server, with a schema of the same name which is the whole search path.
 *
 * @param server the server
 * @param name user and schema
 */
record Tenant(PostgresServer server, String name) {
    static final String PASSWORD = "s3cret-w0rd";

    private static final AtomicInteger COUNT = new AtomicInteger();

    /** A user whom nobody has set anything for yet, on the newest server. */
    static Tenant fresh() {
        return on(Servers.newest());
    }

    static Tenant on(PostgresServer server) {
        Tenant tenant = new Tenant(server, "tenant" + COUNT.incrementAndGet());
        server.execute(
                "CREATE ROLE " + tenant.name + " LOGIN PASSWORD '" + PASSWORD + "'",
                "CREATE SCHEMA " + tenant.name + " AUTHORIZATION " + tenant.name);
        tenant.set("search_path", tenant.name);
        return tenant;
    }

    String url() {
        return server.uri(name, PASSWORD);
    }

    /** By another port, that of a proxy. */
    String url(int port) {
        return url().replace(":" + server.port() + "/", ":" + port + "/");
    }

    /** A store by URL, whose table is made if need be. */
    PostgresClaimStore open() {
        return PostgresClaimStore.builder().url(url()).createSchema().build();
    }

    /** A connection of the user's without a pool, with autocommit on. */
    Connection connect() {
        return connectTo(server.jdbcUrl());
    }

    /** The same with options of the driver's. */
    Connection connect(String options) {
        return connectTo(server.jdbcUrl() + options);
    }

    /** The same by another port, that of a proxy. */
    Connection connect(int port) {
        return connectTo(server.jdbcUrl().replace(":" + server.port() + "/", ":" + port + "/"));
    }

    private Connection connectTo(String url) {
        try {
            return DriverManager.getConnection(url, name, PASSWORD);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Has the user's connections begin with a setting from now on. */
    void set(String setting, String value) {
        server.execute("ALTER ROLE " + name + " SET " + setting + " = '" + value + "'");
    }

    void reset(String setting) {
        server.execute("ALTER ROLE " + name + " RESET " + setting);
    }

    /** Ends all of the user's connections, as an administrator does or a fail-over. */
    void terminate() {
        server.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '" + name + "'");
    }

    /** Where the claims are, as a superuser writes it. */
    String table() {
        return name + ".dedup_claim";
    }

    /** Has every claim be over since a millisecond. */
    void expireAll() {
        server.execute("UPDATE " + table() + " SET expires_at = clock_timestamp() - interval '1 ms'");
    }

    long rows() {
        return Long.parseLong(server.value("SELECT count(*) FROM " + table()));
    }

    /** Whether some connection of the user's waits for a lock. */
    boolean waits() {
        return !server.query("SELECT FROM pg_stat_activity WHERE usename = '" + name + "' AND wait_event_type = 'Lock'")
                .isEmpty();
    }
}
