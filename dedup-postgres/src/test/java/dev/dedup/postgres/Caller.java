// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import dev.dedup.identity.Fingerprint;
import dev.dedup.testservers.claims.Asker;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** An application with a transaction and a table of its own, who claims inside the transaction. */
final class Caller implements AutoCloseable {
    private final Connection connection;

    Caller(Tenant tenant) {
        this(tenant.connect());
        execute("CREATE TABLE IF NOT EXISTS post (fingerprint uuid PRIMARY KEY)");
        try {
            connection.setAutoCommit(false);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Caller(Connection connection) {
        this.connection = connection;
    }

    /** Somebody with autocommit on, whose driver names no statements. */
    static Caller withoutPreparedStatements(Tenant tenant) {
        return new Caller(tenant.connect("?prepareThreshold=0"));
    }

    Connection connection() {
        return connection;
    }

    Asker joining(PostgresClaimStore store) {
        return new Asker(store.joining(connection));
    }

    void insert(Fingerprint post) {
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO post VALUES (?)")) {
            statement.setObject(1, uuid(post));
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Claims a post without dedup, and so in the order in which it is told to. */
    void insertClaim(Fingerprint post) {
        execute("INSERT INTO dedup_claim VALUES ('" + uuid(post) + "', 1, 'infinity', NULL) ON CONFLICT DO NOTHING");
    }

    void execute(String... statements) {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    String value(String query) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    List<String> values(String... queries) {
        return Stream.of(queries).map(this::value).toList();
    }

    void commit() {
        execute("COMMIT");
    }

    void rollback() {
        execute("ROLLBACK");
    }

    /** Whether the caller's row is there for everybody. */
    static boolean isStored(Tenant tenant, Fingerprint post) {
        return !tenant.server()
                .query("SELECT FROM " + tenant.name() + ".post WHERE fingerprint = '" + uuid(post) + "'")
                .isEmpty();
    }

    static UUID uuid(Fingerprint post) {
        return new UUID(post.high(), post.low());
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
