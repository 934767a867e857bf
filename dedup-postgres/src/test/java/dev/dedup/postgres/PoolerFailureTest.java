// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a pooler does to a prepared statement, done by hand: it is not there, or there is one of somebody else's. */
class PoolerFailureTest {
    @ParameterizedTest
    @ValueSource(strings = {"EXECUTE s_1", "PREPARE s_1 AS SELECT 1; PREPARE s_1 AS SELECT 2"})
    void remedyIsToldAndTheRequestMayBeRepeated(String sql) throws SQLException {
        try (Connection connection = Servers.newest().connect();
                Statement statement = connection.createStatement()) {
            SQLException refused = refusalOf(statement, sql);

            var failure = new Failures("store", ClaimTable.DEFAULT).of("claim", refused);

            assertThat(failure).hasMessageContaining("set prepareThreshold=0");
            assertThat(failure.isRetryable()).isTrue();
        }
    }

    private static SQLException refusalOf(Statement statement, String sql) {
        try {
            statement.execute(sql);
        } catch (SQLException refused) {
            return refused;
        }
        throw new AssertionError("the server has executed " + sql);
    }
}
