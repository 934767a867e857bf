// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A claim looks into the index once for each key, and finds what it has written by its hash, whichever plan the server makes: one for the keys at hand, as for a statement that
 * is not prepared, or one for any keys, as after five times of a prepared one.
 */
class ClaimPlanTest {
    private static final ClaimTable TABLE = new ClaimTable(null, "planned_claim");
    private static final String KEYS =
            "SELECT ARRAY(SELECT md5(i::text)::uuid FROM generate_series(-499, 500) i ORDER BY 1)";
    private static final Call ONE = new Call("bigint, uuid[], bigint, boolean, bigint", "60000, '%s', 2, NULL, 2");
    private static final Call MANY = new Call(
            "uuid[], bigint[], boolean[], bigint[]",
            "'%s', array_fill(2::bigint, '{1000}'), array_fill(NULL::boolean, '{1000}'), array_fill(60000::bigint, '{1000}')");

    /** A statement's parameters. */
    private record Call(String types, String values) {}

    @ParameterizedTest
    @CsvSource({
        "13, force_custom_plan, 1000",
        "13, force_custom_plan, 50000",
        "13, force_generic_plan, 50000",
        "18, force_custom_plan, 1000",
        "18, force_custom_plan, 50000",
        "18, force_generic_plan, 50000"
    })
    void readsNoMoreThanItsKeys(int version, String mode, int claims) throws SQLException {
        Statements statements = Statements.on(TABLE);
        try (Connection connection = Servers.of(version).connect();
                Statement statement = connection.createStatement()) {
            fill(statement, claims);
            statement.execute("SET plan_cache_mode = " + mode);
            assertGood(plan(statement, statements.claim(), ONE));
            assertGood(plan(statement, statements.insertFirst(), ONE));
            assertGood(plan(statement, statements.insertFirstOrTakeOver(), ONE));
            assertGood(plan(statement, statements.shared(), MANY));
        }
    }

    private static void assertGood(String plan) {
        assertThat(plan)
                .contains("Index Scan using planned_claim_pkey", "hashed SubPlan")
                .doesNotContain("Seq Scan", "Join Filter");
    }

    private static void fill(Statement statement, int claims) throws SQLException {
        statement.execute("DROP TABLE IF EXISTS " + TABLE.quoted());
        statement.execute(Schema.migration().replace(ClaimTable.DEFAULT.quoted(), TABLE.quoted()));
        statement.execute("INSERT INTO " + TABLE.quoted()
                + " SELECT md5(i::text)::uuid, 1, 'infinity' FROM generate_series(1, " + claims + ") i");
        statement.execute("ANALYZE " + TABLE.quoted());
    }

    /** Of a claim for keys of which the last 500 are there. */
    private static String plan(Statement statement, String sql, Call call) throws SQLException {
        statement.execute("PREPARE claim (" + call.types() + ") AS " + numbered(sql));
        String keys;
        try (ResultSet row = statement.executeQuery(KEYS)) {
            row.next();
            keys = row.getString(1);
        }
        String execute =
                "EXPLAIN (ANALYZE, VERBOSE) EXECUTE claim(" + call.values().formatted(keys) + ")";
        List<String> plan = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(execute)) {
            while (rows.next()) {
                plan.add(rows.getString(1));
            }
        }
        statement.execute("DEALLOCATE claim");
        return String.join("\n", plan);
    }

    /** The driver's question marks as the server's numbers. */
    private static String numbered(String sql) {
        String numbered = sql.substring(sql.indexOf(';') + 1);
        for (int place = 1; numbered.contains("?"); place++) {
            numbered = numbered.replaceFirst("\\?", "\\$" + place);
        }
        return numbered;
    }
}
