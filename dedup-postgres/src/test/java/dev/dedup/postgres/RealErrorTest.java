// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static dev.dedup.spi.Verdict.CLAIMED;
import static dev.dedup.spi.Verdict.DUPLICATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.StoreException;
import dev.dedup.spi.Verdict;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import dev.dedup.testservers.claims.Retries;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that is brought into the condition which it then complains of. */
class RealErrorTest {
    private final Tenant tenant = Tenant.fresh();
    private final Fingerprint post = Posts.fresh();

    @AutoClose
    private final PostgresClaimStore store = tenant.open();

    private final Asker asker = new Asker(store);

    @Test
    void serverThatIsReadOnlySinceAFailOverIsAskedAnewOnOtherConnections() {
        Fingerprint held = Posts.fresh();
        asker.claim(held);
        tenant.set("default_transaction_read_only", "on");
        tenant.terminate();

        assertThat(failure("25006"))
                .hasMessageContaining("the server is read-only: a replica, since a fail-over; connect to the primary")
                .returns(true, StoreException::isRetryable);
        Retries.assertClaimedAfter(() -> tenant.reset("default_transaction_read_only"), store);
        awaitVerdict(held, CLAIMED);
    }

    @Test
    void backendThatIsTerminatedInTheMiddleOfAClaimIsAskedAnew() throws SQLException {
        try (Caller blocker = new Caller(tenant)) {
            blocker.joining(store).claim(post);
            CompletableFuture<Boolean> claim = new Retries().start(store, post);
            await().until(tenant::waits);
            tenant.terminate();

            assertThat(claim.join()).isTrue();
        }
        awaitVerdict(post, DUPLICATE);
    }

    @Test
    void postThatATransactionHoldsIsNoVerdictInTime() throws SQLException {
        try (Caller blocker = new Caller(tenant)) {
            blocker.joining(store).claim(post);

            assertThat(asker.within(Duration.ofSeconds(3)).failureOfClaim(post))
                    .hasMessageContaining("no answer in time: another transaction holds the post")
                    .hasMessageContaining("SQLSTATE 57014")
                    .returns(true, StoreException::isRetryable);
        }
    }

    @Test
    void lockTimeoutOfTheUsersIsNoVerdict() throws SQLException {
        tenant.set("lock_timeout", "50ms");
        tenant.terminate();
        try (Caller blocker = new Caller(tenant)) {
            new Asker(store.joining(blocker.connection())).claim(post);

            assertThat(failure("55P03")).returns(true, StoreException::isRetryable);
            Retries.assertClaimedAfter(blocker::rollback, store, post);
        }
    }

    @Test
    void userWithAllConnectionsInUseIsAskedAnew() {
        tenant.server().execute("ALTER ROLE " + tenant.name() + " CONNECTION LIMIT 0");
        tenant.terminate();

        assertThat(failure("53300"))
                .hasMessageContaining("or by the database or the user (CONNECTION LIMIT)")
                .returns(true, StoreException::isRetryable);
        Retries.assertClaimedAfter(
                () -> tenant.server().execute("ALTER ROLE " + tenant.name() + " CONNECTION LIMIT -1"), store);
    }

    @Test
    void passwordThatIsTakenAwayIsNoVerdict() {
        tenant.server().execute("ALTER ROLE " + tenant.name() + " PASSWORD 'another'");
        tenant.terminate();

        assertThat(failure("28P01"))
                .hasMessageContaining("the server refuses the user or the password")
                .returns(true, StoreException::isRetryable);
        tenant.server().execute("ALTER ROLE " + tenant.name() + " PASSWORD '" + Tenant.PASSWORD + "'");
        awaitVerdict(post, CLAIMED);
    }

    @Test
    void missingPermissionIsAFailureForGood() {
        tenant.server().execute("REVOKE INSERT ON " + tenant.table() + " FROM " + tenant.name());

        assertThat(failure("42501"))
                .hasMessageContaining("the user lacks a permission")
                .hasMessageContaining("table dedup_claim")
                .returns(false, StoreException::isRetryable);
    }

    @Test
    void missingTableIsAFailureOfEveryOperation() {
        tenant.server().execute("DROP TABLE " + tenant.table());

        assertThat(asker.failuresOfEveryOperation(post))
                .allSatisfy(failure -> assertThat(failure)
                        .hasMessageContaining("the table of claims is missing; make it by createSchema()")
                        .hasMessageContaining("42P01")
                        .returns(false, StoreException::isRetryable));
    }

    @Test
    void serverThatHangsIsNoVerdict() {
        tenant.server().pause();
        try {
            assertThat(asker.within(Duration.ofMillis(500)).failureOfClaim(post))
                    .returns(true, StoreException::isRetryable);
        } finally {
            tenant.server().resume();
        }
        Retries.assertClaimed(store);
    }

    /** The server says what a trigger has it say; 23505 is what a plain insert of a duplicate would say. */
    @ParameterizedTest
    @CsvSource({
        "53100, true, the server's disk is full",
        "53200, true, memory",
        "58030, true, 58030",
        "57P03, true, the server is starting or stopping",
        "08006, true, 08006",
        "40001, true, another transaction has changed the same claims",
        "26000, true, a pooler has another connection now",
        "23505, false, 23505",
        "23514, false, 23514",
        "22001, false, 22001",
        "P0001, false, P0001",
        "XX000, false, XX000"
    })
    void errorThatATriggerRaisesIsNeverAVerdict(String state, boolean mayPass, String meaning) {
        tenant.server()
                .execute(
                        "CREATE FUNCTION " + tenant.name() + ".fail() RETURNS trigger LANGUAGE plpgsql AS"
                                + " $$ BEGIN RAISE 'memory' USING ERRCODE = '" + state + "'; END $$",
                        "CREATE TRIGGER fail BEFORE INSERT ON " + tenant.table() + " FOR EACH ROW EXECUTE FUNCTION "
                                + tenant.name() + ".fail()");

        assertThat(failure(state)).hasMessageContaining(meaning).returns(mayPass, StoreException::isRetryable);

        tenant.server().execute("DROP TRIGGER fail ON " + tenant.table());
        Retries.assertClaimed(store);
    }

    /** Until then the pool may have connections that are gone. */
    private void awaitVerdict(Fingerprint key, Verdict verdict) {
        await().atMost(Duration.ofSeconds(20))
                .ignoreExceptionsInstanceOf(StoreException.class)
                .until(() -> asker.claim(key), verdict::equals);
    }

    /** The first failures may be those of connections that are gone. */
    private StoreException failure(String state) {
        return await().atMost(Duration.ofSeconds(20))
                .until(() -> asker.failureOfClaim(post), failure -> hasNoSecret(failure) && saysState(failure, state));
    }

    private static boolean saysState(StoreException failure, String state) {
        return String.valueOf(failure.getMessage()).contains("SQLSTATE " + state);
    }

    private static boolean hasNoSecret(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            assertThat(cause).hasMessageNotContaining(Tenant.PASSWORD);
        }
        return true;
    }
}
