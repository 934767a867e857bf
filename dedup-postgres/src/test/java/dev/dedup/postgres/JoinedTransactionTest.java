// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static dev.dedup.spi.Verdict.CLAIMED;
import static dev.dedup.spi.Verdict.DUPLICATE;
import static dev.dedup.spi.Verdict.IN_FLIGHT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.dedup.identity.Fingerprint;
import dev.dedup.memory.RecentDuplicates;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.StoreException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A claim inside a transaction of the caller's, who goes on with it whatever became of the claim. */
class JoinedTransactionTest {
    private static final Duration SHORT = Duration.ofMillis(200);

    private final Tenant tenant = Tenant.fresh();
    private final Fingerprint post = Posts.fresh();

    @AutoClose
    private final PostgresClaimStore store = tenant.open();

    @AutoClose
    private final Caller caller = new Caller(tenant);

    private final Asker joined = caller.joining(store);
    private final Asker other = new Asker(store);

    @Test
    void claimAndRowAreCommittedTogether() {
        assertThat(joined.claim(post)).isEqualTo(CLAIMED);
        caller.insert(post);
        caller.commit();

        assertThat(other.claim(post)).isEqualTo(DUPLICATE);
        assertThat(other.lookup(post)).map(ClaimRecord::token).contains(joined.token());
        assertThat(Caller.isStored(tenant, post)).isTrue();
    }

    @Test
    void claimAndRowAreRolledBackTogether() {
        joined.claim(post);
        caller.insert(post);
        caller.rollback();

        assertThat(Caller.isStored(tenant, post)).isFalse();
        assertThat(other.lookup(post)).isEmpty();
        assertThat(other.claim(post)).isEqualTo(CLAIMED);
    }

    @Test
    void nothingIsRememberedOfWhatMayBeRolledBack() {
        ClaimStore undoable = store.joining(caller.connection());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecentDuplicates.inFrontOf(undoable))
                .withMessageContaining("takes part in a transaction");
        assertThat(store.isTransactional()).isFalse();
    }

    @Test
    void nothingIsSeenOutsideBeforeTheCommit() {
        joined.claim(post);
        caller.insert(post);

        assertThat(other.lookup(post)).isEmpty();
        assertThat(Caller.isStored(tenant, post)).isFalse();
    }

    @Test
    void everyOperationIsPartOfTheTransaction() {
        Fingerprint kept = Posts.fresh();
        assertThat(joined.lease(post)).isEqualTo(CLAIMED);
        assertThat(joined.lease(kept)).isEqualTo(CLAIMED);
        caller.commit();

        assertThat(joined.confirm(post)).isTrue();
        assertThat(joined.release(kept)).isTrue();
        assertThat(joined.lookup(kept)).isEmpty();
        caller.rollback();

        assertThat(other.claim(post)).isEqualTo(IN_FLIGHT);
        assertThat(other.claim(kept)).isEqualTo(IN_FLIGHT);
        assertThat(joined.forget(post)).isTrue();
        caller.rollback();
        assertThat(other.lookup(post)).isPresent();
    }

    @Test
    void transactionKnowsItsOwnClaims() {
        joined.claim(post);

        assertThat(joined.claim(post)).isEqualTo(CLAIMED);
        assertThat(joined.other().claim(post)).isEqualTo(DUPLICATE);
    }

    @Test
    void savepointOfTheCallersGivesClaimsBackToo() {
        Fingerprint before = Posts.fresh();
        joined.claim(before);
        caller.execute("SAVEPOINT dedup");
        caller.insert(post);
        joined.claim(post);
        caller.execute("ROLLBACK TO SAVEPOINT dedup");
        caller.commit();

        assertThat(other.claim(List.of(before, post))).containsExactly(DUPLICATE, CLAIMED);
        assertThat(Caller.isStored(tenant, post)).isFalse();
    }

    @Test
    void failedClaimLeavesTheCallersSavepointOfTheSameName() {
        Fingerprint before = Posts.fresh();
        caller.insert(before);
        caller.execute("SAVEPOINT dedup");
        caller.insert(post);
        try (Caller blocker = blocking(post)) {
            joined.within(SHORT).failureOfClaim(post);
            assertThat(caller.value("SELECT count(*) FROM post")).isEqualTo("2");
            caller.execute("ROLLBACK TO SAVEPOINT dedup");
            blocker.rollback();
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
        caller.commit();

        assertThat(Caller.isStored(tenant, before)).isTrue();
        assertThat(Caller.isStored(tenant, post)).isFalse();
    }

    @Test
    void postThatAnotherTransactionHoldsIsNoVerdictAndLeavesTheTransactionGoingOn() throws Exception {
        try (Caller blocker = blocking(post)) {
            StoreException failure = goesOnAfterFailure(joined.within(SHORT));

            assertThat(failure)
                    .hasMessageContaining("another transaction holds the post")
                    .hasMessageContaining("57014")
                    .returns(true, StoreException::isRetryable);
            blocker.rollback();
        }
        assertThat(joined.claim(post)).isEqualTo(CLAIMED);
    }

    @Test
    void lockTimeoutOfTheCallersIsNoVerdictAndLeavesTheTransactionGoingOn() throws Exception {
        caller.execute("SET LOCAL lock_timeout = '50ms'");
        try (Caller blocker = blocking(post)) {
            assertThat(goesOnAfterFailure(joined))
                    .hasMessageContaining("another transaction holds the post")
                    .hasMessageContaining("55P03")
                    .returns(true, StoreException::isRetryable);
            blocker.rollback();
        }
    }

    @Test
    void statementTimeoutOfTheCallersHoldsForTheClaimToo() throws Exception {
        caller.execute("SET LOCAL statement_timeout = '100ms'");
        try (Caller blocker = blocking(post)) {
            assertThat(goesOnAfterFailure(joined)).hasMessageContaining("57014");
            blocker.rollback();
        }
    }

    @Test
    void missingPermissionIsNoVerdictAndLeavesTheTransactionGoingOn() {
        tenant.server().execute("REVOKE INSERT ON " + tenant.table() + " FROM " + tenant.name());

        assertThat(goesOnAfterFailure(joined))
                .hasMessageContaining("the user lacks a permission")
                .returns(false, StoreException::isRetryable);
    }

    @Test
    void missingTableIsNoVerdictAndLeavesTheTransactionGoingOn() {
        tenant.server().execute("DROP TABLE " + tenant.table());

        assertThat(goesOnAfterFailure(joined))
                .hasMessageContaining("the table of claims is missing; make it by createSchema()")
                .returns(false, StoreException::isRetryable);
    }

    @Test
    void tableOfAnotherMakeIsNoVerdictAndLeavesTheTransactionGoingOn() {
        tenant.server().execute("ALTER TABLE " + tenant.table() + " DROP COLUMN leased");

        assertThat(goesOnAfterFailure(joined))
                .hasMessageContaining("42703")
                .returns(false, StoreException::isRetryable);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET LOCAL statement_timeout = 0",
                "SET LOCAL statement_timeout = '12345ms'",
                "SET LOCAL statement_timeout = '90min'",
                "SET LOCAL statement_timeout = '2d'",
                "SET statement_timeout = '7s'",
                "SET LOCAL lock_timeout = '4321ms'",
                "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ",
                "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE",
                "SET LOCAL search_path = \"$user\", pg_temp"
            })
    void settingsOfTheCallersStayAsTheyWere(String setting) {
        String[] settings = {
            "SHOW statement_timeout",
            "SHOW lock_timeout",
            "SHOW transaction_isolation",
            "SHOW search_path",
            "SHOW transaction_read_only"
        };
        caller.execute(setting);
        List<String> before = caller.values(settings);

        joined.claim(Posts.fresh(3));
        assertThat(caller.values(settings)).isEqualTo(before);

        tenant.server().execute("REVOKE INSERT ON " + tenant.table() + " FROM " + tenant.name());
        joined.failureOfClaim(post);
        assertThat(caller.values(settings)).isEqualTo(before);
    }

    @Test
    void settingOfTheSessionIsThatOfTheNextTransaction() {
        caller.execute("SET statement_timeout = '7s'", "COMMIT");
        joined.claim(post);
        caller.commit();

        assertThat(caller.value("SHOW statement_timeout")).isEqualTo("7s");
    }

    @Test
    void connectionWithoutATransactionIsRefused() throws Exception {
        caller.connection().setAutoCommit(true);

        assertThat(failuresOfEveryOperation())
                .allSatisfy(failure -> assertThat(failure)
                        .hasMessageContaining(
                                "the connection to join has autocommit on, so there is no transaction; begin one")
                        .returns(false, StoreException::isRetryable));
        assertThat(other.lookup(post)).isEmpty();
    }

    @Test
    void transactionThatHadFailedBeforeIsLeftToTheCaller() {
        caller.insert(post);
        caller.execute("SAVEPOINT dedup");
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> caller.execute("SELECT 1 / 0")))
                .isNotNull();

        assertThat(failuresOfEveryOperation())
                .allSatisfy(failure -> assertThat(failure)
                        .hasMessageContaining("the transaction had failed before; roll it back and run it again")
                        .returns(false, StoreException::isRetryable));
        caller.execute("ROLLBACK TO SAVEPOINT dedup", "RELEASE SAVEPOINT dedup");
        caller.commit();
        assertThat(Caller.isStored(tenant, post)).isTrue();
    }

    @Test
    void connectionThatIsGoneIsAFailureForGood() {
        caller.insert(post);
        tenant.terminate();

        assertThat(joined.failureOfClaim(post))
                .hasMessageContaining("roll your transaction back and run it again")
                .returns(false, StoreException::isRetryable);
    }

    @Test
    void closingTheJoinedStoreLeavesTheTransactionOpen() {
        caller.insert(post);
        joined.store().close();

        assertThat(joined.failureOfClaim(post)).hasMessageContaining("the store is closed");
        caller.commit();
        assertThat(Caller.isStored(tenant, post)).isTrue();
    }

    private List<StoreException> failuresOfEveryOperation() {
        return joined.failuresOfEveryOperation(post);
    }

    /** A transaction that has claimed a post and is still open. */
    private Caller blocking(Fingerprint held) {
        Caller blocker = new Caller(tenant);
        blocker.joining(store).claim(held);
        return blocker;
    }

    /** The caller's rows before and after the failure are committed, and nothing is claimed. */
    private StoreException goesOnAfterFailure(Asker asker) {
        Fingerprint before = Posts.fresh();
        Fingerprint after = Posts.fresh();
        caller.insert(before);
        StoreException failure = asker.failureOfClaim(post);
        caller.insert(after);
        caller.commit();
        assertThat(Caller.isStored(tenant, before)).isTrue();
        assertThat(Caller.isStored(tenant, after)).isTrue();
        return failure;
    }
}
