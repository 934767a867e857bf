// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.spi.StoreException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailuresTest {
    private static final Failures FAILURES = new Failures("postgres h/d", ClaimTable.DEFAULT);

    @Test
    void serversErrorIsNamedInThatOfThePoolAroundIt() {
        SQLException server = new SQLException("FATAL: too many clients", "53300");
        SQLException pool = new SQLTransientConnectionException("dedup - Connection is not available", server);

        assertThat(FAILURES.of("claim", new IllegalStateException("jOOQ", pool)))
                .hasMessage("postgres h/d: claim failed: table dedup_claim: no connection of the pool was free in time"
                        + " (dedup - Connection is not available); the last new one failed: no further connection is allowed,"
                        + " by the server (max_connections), or by the database or the user (CONNECTION LIMIT)"
                        + " (FATAL: too many clients, SQLSTATE 53300)")
                .returns(true, StoreException::isRetryable);
    }

    @Test
    void transactionThatHadFailedBeforeIsNamedAndNotTheFailureOfThen() {
        SQLException before = new SQLException("division by zero", "22012");
        SQLException now = new SQLException("current transaction is aborted", "25P02", before);

        assertThat(FAILURES.ofJoined("claim", now))
                .hasMessageContaining("the transaction had failed before; roll it back and run it again")
                .returns(false, StoreException::isRetryable);
    }

    @Test
    void furtherLinesOfTheServersAreLeftOut() {
        assertThat(FAILURES.of("claim", new SQLException("ERROR: no\n  Where: SQL with a value", "22001")))
                .hasMessageEndingWith("table dedup_claim: ERROR: no, SQLSTATE 22001")
                .hasMessageNotContaining("value");
    }

    @Test
    void poolThatIsExhaustedMayHaveAConnectionLater() {
        assertThat(FAILURES.of("claim", new SQLTransientConnectionException("no connection available")))
                .returns(true, StoreException::isRetryable);
    }

    @Test
    void whatIsNoErrorOfTheDatabaseIsAFailureForGood() {
        assertThat(FAILURES.toStoreException("claim", new IllegalStateException("odd")))
                .hasMessage("postgres h/d: claim failed: table dedup_claim: odd")
                .returns(false, StoreException::isRetryable);
    }

    @Test
    void failureOfTheStoreIsPassedOn() {
        StoreException known = FAILURES.ofClosed("claim");

        assertThat(FAILURES.toStoreException("lookup", known)).isSameAs(known);
        assertThat(known).hasMessage("postgres h/d: claim failed: the store is closed; open a new one");
    }

    @ParameterizedTest
    @CsvSource({"40001, true", "40P01, true", "08006, true", "57P01, true", "57014, false", "42501, false"})
    void inAJoinedTransactionThatIsOfNoUseAnyMoreTheRemedyIsToRollItBack(String state, boolean rollBack) {
        String remedy = "; roll your transaction back and run it again";
        SQLException failure = new SQLException("said", state);

        assertThat(FAILURES.of("claim", failure)).hasMessageNotContaining(remedy);
        assertThat(String.valueOf(FAILURES.ofJoined("claim", failure).getMessage())
                        .endsWith(remedy))
                .isEqualTo(rollBack);
    }

    @ParameterizedTest
    @CsvSource({
        "40001, true, false",
        "08006, true, false",
        "57P01, true, false",
        "57014, true, true",
        "40P01, true, true",
        "42501, false, false"
    })
    void inAJoinedTransactionLessMayPass(String state, boolean own, boolean joined) {
        SQLException failure = new SQLException("said", state);

        assertThat(FAILURES.of("claim", failure)).returns(own, StoreException::isRetryable);
        assertThat(FAILURES.ofJoined("claim", failure)).returns(joined, StoreException::isRetryable);
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://h:1/d, postgres h:1/d",
        "jdbc:postgresql://h:1/d?user=u&password=s3cret, postgres h:1/d",
        "jdbc:postgresql://u:s3cret@h/d, postgres h/d",
        "jdbc:other:s3cret, postgres"
    })
    void nameOfAStoreHasNoSecret(String url, String name) {
        assertThat(StoreName.of(url)).isEqualTo(name);
    }
}
