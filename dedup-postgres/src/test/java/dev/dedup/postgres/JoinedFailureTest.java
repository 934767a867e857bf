// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static dev.dedup.spi.Verdict.CLAIMED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.StoreException;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A claim inside a transaction of the caller's fails, and the transaction goes on as if nothing had been asked. */
class JoinedFailureTest {
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
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        caller.commit();

        assertThat(Caller.isStored(tenant, before)).isTrue();
        assertThat(Caller.isStored(tenant, post)).isFalse();
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
        assertThat(catchThrowable(() -> caller.execute("SELECT 1 / 0"))).isNotNull();

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
