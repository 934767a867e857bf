// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.testservers.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A claim looks into the index once for each key, whichever plan the server makes: one for the keys at hand, as for a statement that
 * is not prepared, or one for any keys, as after five times of a prepared one.
 */
class ClaimPlanTest {
    private static final ClaimTable TABLE = new ClaimTable(null, "planned_claim");

    private final PostgresServer server = Servers.newest();

    @ParameterizedTest
    @CsvSource({"force_custom_plan, 1000", "force_custom_plan, 50000", "force_generic_plan, 50000"})
    void readsNoMoreThanItsKeys(String mode, int claims) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            fill(statement, claims);
            statement.execute("SET plan_cache_mode = " + mode);
            assertThat(plan(statement, Statements.on(TABLE).claim())).doesNotContain("Seq Scan", "Join Filter");
            assertThat(plan(statement, Statements.on(TABLE).takeOver())).doesNotContain("Seq Scan", "Join Filter");
        }
    }

    private static void fill(Statement statement, int claims) throws SQLException {
        statement.execute("DROP TABLE IF EXISTS " + TABLE.quoted());
        statement.execute(Schema.migration().replace(ClaimTable.DEFAULT.quoted(), TABLE.quoted()));
        statement.execute("INSERT INTO " + TABLE.quoted()
                + " SELECT md5(i::text)::uuid, 1, 'infinity' FROM generate_series(1, " + claims + ") i");
        statement.execute("ANALYZE " + TABLE.quoted());
    }

    /** Of a claim for keys of which the last 500 are there. */
    private String plan(Statement statement, String sql) throws SQLException {
        statement.execute("PREPARE claim (uuid[], bigint, boolean, bigint) AS " + numbered(sql));
        String keys =
                server.value("SELECT ARRAY(SELECT md5(i::text)::uuid FROM generate_series(-499, 500) i ORDER BY 1)");
        List<String> plan = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("EXPLAIN ANALYZE EXECUTE claim('" + keys + "', 2, NULL, 60000)")) {
            while (rows.next()) {
                plan.add(rows.getString(1));
            }
        }
        statement.execute("DEALLOCATE claim");
        return String.join("\n", plan);
    }

    /** The driver's question marks as the server's numbers. */
    private static String numbered(String sql) {
        String numbered = sql.substring(Statements.LIMIT.length());
        for (int place = 1; numbered.contains("?"); place++) {
            numbered = numbered.replaceFirst("\\?", "\\$" + place);
        }
        return numbered;
    }
}
