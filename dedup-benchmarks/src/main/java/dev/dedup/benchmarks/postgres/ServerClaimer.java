// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.postgres;

import dev.dedup.benchmarks.stores.BatchClaimer;
import dev.dedup.benchmarks.stores.Posts;
import dev.dedup.testservers.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** Has the server insert keys that it was given beforehand: what is left when nothing travels. */
final class ServerClaimer implements BatchClaimer {
    private static final String INSERT = """
            INSERT INTO dedup_claim (fingerprint, token, expires_at)
            SELECT k, 7, clock_timestamp() + ? * interval '1 millisecond' FROM given WHERE n >= ? AND n < ? ORDER BY k
            ON CONFLICT DO NOTHING""";

    private final Connection connection;
    private final int batchSize;

    ServerClaimer(PostgresServer server, int batchSize) {
        this.batchSize = batchSize;
        try {
            connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
            execute("CREATE TEMP TABLE given (n int PRIMARY KEY, k uuid)");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void prepare(Posts posts, int count) {
        try {
            execute("TRUNCATE given");
            UUID[] keys = posts.fingerprints(0, count).stream()
                    .map(post -> new UUID(post.high(), post.low()))
                    .toArray(UUID[]::new);
            try (PreparedStatement statement = connection.prepareStatement(
                    "INSERT INTO given SELECT n - 1, k FROM unnest(?::uuid[]) WITH ORDINALITY AS g (k, n)")) {
                statement.setArray(1, connection.createArrayOf("uuid", keys));
                statement.executeUpdate();
            }
            execute("ANALYZE given");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public int claim(Posts posts, int count) {
        int claimed = 0;
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            for (int from = 0; from < count; from += batchSize) {
                statement.setLong(1, HOLD_MILLIS);
                statement.setInt(2, from);
                statement.setInt(3, from + batchSize);
                claimed += statement.executeUpdate();
            }
            return claimed;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
