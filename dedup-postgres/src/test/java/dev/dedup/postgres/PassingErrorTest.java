// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.StoreException;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What passes in a transaction of the store's, and what of it does not in one of the caller's. */
class PassingErrorTest {
    private static final Failures FAILURES = new Failures("postgres h/d", ClaimTable.DEFAULT);
    private static final String RUN_AGAIN = "; roll your transaction back and run it again";

    private final Tenant tenant = Tenant.fresh();
    private final Fingerprint post = Posts.fresh();

    @AutoClose
    private final PostgresClaimStore store = tenant.open();

    @ParameterizedTest
    @ValueSource(strings = {"", "25006", "26000", "42P05", "25P03", "25P04"})
    void whatEndsTheCallersTransactionPassesOnlyInOneOfTheStores(String state) {
        SQLException failure = new SQLException("said", state.isEmpty() ? null : state);

        assertThat(FAILURES.of("claim", failure))
                .hasMessageNotContaining(RUN_AGAIN)
                .returns(true, StoreException::isRetryable);
        assertThat(FAILURES.ofJoined("claim", failure))
                .hasMessageEndingWith(RUN_AGAIN)
                .returns(false, StoreException::isRetryable);
    }

    @Test
    void messageWithoutAStateNamesNone() {
        assertThat(FAILURES.of("claim", new SQLException("Connection is closed")))
                .hasMessageEndingWith("table dedup_claim: Connection is closed");
    }

    @Test
    void failureWithoutAMessageIsNamedByItsKind() {
        assertThat(FAILURES.of("claim", new NullPointerException()))
                .hasMessageEndingWith("table dedup_claim: java.lang.NullPointerException");
    }

    @Test
    void transactionTimeoutOfTheUsersPasses() throws Exception {
        tenant.set("transaction_timeout", "300ms");
        tenant.terminate();
        try (Caller blocker = new Caller(tenant)) {
            blocker.execute("SET LOCAL transaction_timeout = 0");
            blocker.joining(store).claim(post);

            assertThat(await().atMost(Duration.ofSeconds(20))
                            .until(() -> new Asker(store).failureOfClaim(post), failure -> says(failure, "25P04")))
                    .hasMessageContaining(
                            "the server ended the transaction, which took longer than its transaction_timeout")
                    .returns(true, StoreException::isRetryable);
        }
    }

    @Test
    void callersTransactionThatWasIdleForTooLongDoesNotPass() throws Exception {
        try (Caller caller = new Caller(tenant)) {
            caller.execute("SET idle_in_transaction_session_timeout = '50ms'", "SELECT 1");
            await().until(() -> tenant.server()
                    .query("SELECT FROM pg_stat_activity WHERE usename = '" + tenant.name()
                            + "' AND state = 'idle in transaction'")
                    .isEmpty());

            assertThat(caller.joining(store).failureOfClaim(post))
                    .hasMessageContaining(
                            "the server ended the connection, which was idle in its transaction for longer"
                                    + " than idle_in_transaction_session_timeout")
                    .hasMessageEndingWith(RUN_AGAIN)
                    .returns(false, StoreException::isRetryable);
        }
    }

    @Test
    void transactionThatIsReadOnlyIsNamed() throws Exception {
        try (Caller caller = new Caller(tenant)) {
            caller.execute("SET TRANSACTION READ ONLY");

            assertThat(caller.joining(store).failureOfClaim(post))
                    .hasMessageContaining("the transaction is READ ONLY, or the server is a replica, since a fail-over;"
                            + " begin it as READ WRITE on the primary")
                    .hasMessageEndingWith(RUN_AGAIN)
                    .returns(false, StoreException::isRetryable);
        }
    }

    @Test
    void connectionOfTheCallersThatIsClosedDoesNotPass() throws Exception {
        Caller caller = new Caller(tenant);
        caller.close();

        assertThat(caller.joining(store).failureOfClaim(post))
                .hasMessageEndingWith(RUN_AGAIN)
                .returns(false, StoreException::isRetryable);
    }

    @Test
    void statementThatIsCancelledSaysWhatItMayBe() {
        assertThat(FAILURES.of("claim", new SQLException("canceling statement due to user request", "57014")))
                .hasMessageContaining("table dedup_claim: no answer in time: another transaction holds the post (see"
                        + " pg_blocking_pids), the server is busy, or somebody cancelled the statement (canceling"
                        + " statement due to user request, SQLSTATE 57014)")
                .returns(true, StoreException::isRetryable);
    }

    @ParameterizedTest
    @CsvSource({"28P01, the server refuses the user or the password", "3D000, the database does not exist"})
    void poolWithoutAFreeConnectionPassesWhateverItsLastFailureWas(String state, String meaning) {
        SQLException old = new SQLException("FATAL: no", state);
        SQLException pool = new SQLTransientConnectionException("dedup - Connection is not available", state, old);

        assertThat(FAILURES.of("claim", new IllegalStateException("jOOQ", pool)))
                .hasMessageEndingWith(
                        "table dedup_claim: no connection of the pool was free in time (dedup - Connection"
                                + " is not available); the last new one failed: " + meaning + " (FATAL: no, SQLSTATE "
                                + state
                                + ")")
                .returns(true, StoreException::isRetryable);
        assertThat(FAILURES.of("connect", old)).returns(false, StoreException::isRetryable);
    }

    @Test
    void poolThatIsExhaustedWhileThePasswordIsRefusedPasses() throws Exception {
        try (PostgresClaimStore small = PostgresClaimStore.connect(tenant.url() + "?connections=2");
                Caller blocker = new Caller(tenant)) {
            blocker.joining(small).claim(post);
            tenant.server().execute("ALTER ROLE " + tenant.name() + " PASSWORD 'another'");
            CompletableFuture<StoreException> first = CompletableFuture.supplyAsync(
                    () -> new Asker(small).within(Duration.ofSeconds(4)).failureOfClaim(post));
            await().until(tenant::waits);

            assertThat(new Asker(small).failureOfClaim(Posts.fresh()))
                    .hasMessageContaining("no connection of the pool was free in time (dedup - Connection is not"
                            + " available, request timed out after ")
                    .hasMessageContaining("the server refuses the user or the password")
                    .hasMessageContaining("SQLSTATE 28P01")
                    .returns(true, StoreException::isRetryable);
            assertThat(first.join()).hasMessageContaining("57014");
        }
    }

    private static boolean says(StoreException failure, String state) {
        return String.valueOf(failure.getMessage()).contains("SQLSTATE " + state);
    }
}
