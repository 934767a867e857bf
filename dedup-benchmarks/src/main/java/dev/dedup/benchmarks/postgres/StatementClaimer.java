// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.postgres;

import dev.dedup.benchmarks.stores.BatchClaimer;
import dev.dedup.benchmarks.stores.Posts;
import dev.dedup.identity.Fingerprint;
import dev.dedup.testservers.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** Claims by a statement that is written by hand, with sorted keys. */
final class StatementClaimer implements BatchClaimer {
    static final String UPSERT = """
            INSERT INTO dedup_claim AS c (fingerprint, token, expires_at)
            SELECT k, ?, clock_timestamp() + ? * interval '1 millisecond' FROM unnest(?::uuid[]) k
            ON CONFLICT (fingerprint) DO UPDATE SET token = excluded.token, expires_at = excluded.expires_at
            WHERE c.expires_at <= clock_timestamp() RETURNING fingerprint""";

    static final String LOOK_THEN_UPSERT = """
            INSERT INTO dedup_claim AS c (fingerprint, token, expires_at)
            SELECT k, ?, clock_timestamp() + ? * interval '1 millisecond' FROM unnest(?::uuid[]) k
            WHERE NOT EXISTS (SELECT FROM dedup_claim h WHERE h.fingerprint = k AND h.expires_at > clock_timestamp())
            ON CONFLICT (fingerprint) DO UPDATE SET token = excluded.token, expires_at = excluded.expires_at
            WHERE c.expires_at <= clock_timestamp() RETURNING fingerprint""";

    private final Connection connection;
    private final PreparedStatement statement;
    private final int batchSize;

    StatementClaimer(PostgresServer server, int batchSize, String sql) {
        this.batchSize = batchSize;
        try {
            connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
            statement = connection.prepareStatement(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public int claim(Posts posts, int count) {
        try {
            int claimed = 0;
            for (int from = 0; from < count; from += batchSize) {
                claimed += claimBatch(posts.fingerprints(from, Math.min(count, from + batchSize)));
            }
            return claimed;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private int claimBatch(List<Fingerprint> posts) throws SQLException {
        UUID[] keys = posts.stream()
                .distinct()
                .sorted()
                .map(post -> new UUID(post.high(), post.low()))
                .toArray(UUID[]::new);
        statement.setLong(1, 7);
        statement.setLong(2, HOLD_MILLIS);
        statement.setArray(3, connection.createArrayOf("uuid", keys));
        int claimed = 0;
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                rows.getObject(1, UUID.class);
                claimed++;
            }
        }
        return claimed;
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
