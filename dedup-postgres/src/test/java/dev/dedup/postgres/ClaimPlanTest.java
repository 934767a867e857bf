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
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A claim looks into the index once for each key, and sorts out what it has inserted by a hash table, whichever plan the server makes:
 * one for the keys at hand, as for a statement that is not prepared and for the first five times of a prepared one, or one for any
 * keys, as afterwards.
 */
class ClaimPlanTest {
    private static final ClaimTable TABLE = new ClaimTable(null, "planned_claim");

    /** How the statement is planned. */
    private enum Way {
        UNPREPARED,
        PREPARED_FOR_THESE_KEYS,
        PREPARED_FOR_ANY_KEYS
    }

    static Stream<Arguments> servers() {
        return PostgresServer.versions().stream()
                .flatMap(version -> Stream.of(Way.values())
                        .flatMap(way -> Stream.of(1_000, 50_000).map(claims -> Arguments.of(version, way, claims))));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void readsNoMoreThanItsKeys(int version, Way way, int claims) throws SQLException {
        PostgresServer server = Servers.of(version);
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            fill(statement, claims);
            assertPlan(plan(statement, way, Statements.on(TABLE).claim()));
            assertPlan(plan(statement, way, Statements.on(TABLE).takeOver()));
        }
    }

    private static void assertPlan(String plan) {
        assertThat(plan)
                .contains("hashed SubPlan", "Index Scan using planned_claim_pkey")
                .doesNotContain("Seq Scan", "Join Filter");
    }

    private static void fill(Statement statement, int claims) throws SQLException {
        statement.execute("DROP TABLE IF EXISTS " + TABLE.quoted());
        statement.execute(Schema.migration().replace(ClaimTable.DEFAULT.quoted(), TABLE.quoted()));
        statement.execute("INSERT INTO " + TABLE.quoted()
                + " SELECT md5(i::text)::uuid, 1, 'infinity' FROM generate_series(1, " + claims + ") i");
        statement.execute("ANALYZE " + TABLE.quoted());
    }

    /** Of a claim for a thousand keys, of which the last 500 are there. */
    private static String plan(Statement statement, Way way, String sql) throws SQLException {
        String keys = "'" + keys(statement) + "'";
        if (way == Way.UNPREPARED) {
            return explained(
                    statement, filledIn(sql, keys + "::uuid[]", "2::bigint", "NULL::boolean", "60000::bigint"));
        }
        statement.execute("SET plan_cache_mode = "
                + (way == Way.PREPARED_FOR_ANY_KEYS ? "force_generic_plan" : "force_custom_plan"));
        statement.execute(
                "PREPARE claim (uuid[], bigint, boolean, bigint) AS " + filledIn(sql, "$1", "$2", "$3", "$4"));
        String plan = explained(statement, "EXECUTE claim(" + keys + ", 2, NULL, 60000)");
        statement.execute("DEALLOCATE claim");
        return plan;
    }

    private static String keys(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(
                "SELECT ARRAY(SELECT md5(i::text)::uuid FROM generate_series(-499, 500) i ORDER BY 1)")) {
            row.next();
            return row.getString(1);
        }
    }

    private static String explained(Statement statement, String sql) throws SQLException {
        List<String> plan = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("EXPLAIN ANALYZE " + sql)) {
            while (rows.next()) {
                plan.add(rows.getString(1));
            }
        }
        return String.join("\n", plan);
    }

    /** The statement with something in place of the driver's question marks. */
    private static String filledIn(String sql, String... parameters) {
        String[] pieces = sql.substring(Statements.LIMIT.length()).split("\\?", -1);
        StringBuilder filled = new StringBuilder(pieces[0]);
        for (int i = 1; i < pieces.length; i++) {
            filled.append(parameters[i - 1]).append(pieces[i]);
        }
        return filled.toString();
    }
}
