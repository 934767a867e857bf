// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static dev.dedup.spi.Verdict.DUPLICATE;
import static dev.dedup.spi.Verdict.IN_FLIGHT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.dedup.Deduplicator;
import dev.dedup.UnknownOutcomeException;
import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimStore;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import dev.dedup.testservers.claims.Together;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Another claimer of a post that an open transaction has claimed: it waits, and never takes the wait for a verdict. */
class WaitingClaimerTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Tenant tenant = Tenant.fresh();
    private final Fingerprint post = Posts.fresh();

    @AutoClose
    private final PostgresClaimStore store = tenant.open();

    @AutoClose
    private final Caller caller = new Caller(tenant);

    @Test
    void claimerWhoseDeadlinePassesHasNoVerdictAndTheRightOneAfterTheRollback() {
        caller.joining(store).claim(post);
        UnknownOutcomeException unknown = unknown();
        caller.rollback();

        assertThat(unknown.retry().isClaimed(0)).isTrue();
    }

    @Test
    void claimerWhoseDeadlinePassesHasNoVerdictAndTheRightOneAfterTheCommit() {
        caller.joining(store).claim(post);
        UnknownOutcomeException unknown = unknown();
        caller.commit();

        assertThat(unknown.retry().duplicates()).hasSize(1);
    }

    @Test
    void claimerThatWaitsWinsWithTheRollback() {
        caller.joining(store).claim(post);
        CompletableFuture<Boolean> claim = waiting(store);
        caller.rollback();

        assertThat(claim.join()).isTrue();
    }

    @Test
    void claimerThatWaitsLosesWithTheCommit() {
        caller.joining(store).claim(post);
        CompletableFuture<Boolean> claim = waiting(store);
        caller.commit();

        assertThat(claim.join()).isFalse();
    }

    @Test
    void joinedClaimerWaitsInTheSameWay() throws Exception {
        caller.joining(store).claim(post);
        try (Caller second = new Caller(tenant)) {
            assertThatThrownBy(() -> deduplicator(store.joining(second.connection()), SHORT)
                            .tryClaim(post))
                    .isInstanceOf(UnknownOutcomeException.class);
            CompletableFuture<Boolean> claim = waiting(store.joining(second.connection()));
            caller.rollback();

            assertThat(claim.join()).isTrue();
        }
    }

    @Test
    void claimerOfALeaseThatIsBeingConfirmedIsToldOfTheLease() {
        Asker joined = caller.joining(store);
        joined.lease(post);
        caller.commit();
        joined.confirm(post);

        assertThat(new Asker(store).claim(post)).isEqualTo(IN_FLIGHT);
        caller.commit();
        assertThat(new Asker(store).claim(post)).isEqualTo(DUPLICATE);
    }

    @Test
    void transactionOfJooqCommitsClaimAndRowTogether() {
        DSLContext dsl = DSL.using(caller.connection(), SQLDialect.POSTGRES);

        dsl.transaction(transaction -> storeOnce(transaction.dsl()));

        assertThat(Caller.isStored(tenant, post)).isTrue();
        assertThat(deduplicator(store, LONG).tryClaim(post)).isFalse();
    }

    @Test
    void transactionOfJooqThatFailsGivesTheClaimBack() {
        DSLContext dsl = DSL.using(caller.connection(), SQLDialect.POSTGRES);

        assertThatThrownBy(() -> dsl.transaction(transaction -> {
                    storeOnce(transaction.dsl());
                    throw new IllegalStateException("the page was no good");
                }))
                .hasMessage("the page was no good");

        assertThat(Caller.isStored(tenant, post)).isFalse();
        assertThat(deduplicator(store, LONG).tryClaim(post)).isTrue();
    }

    @Test
    void nestedTransactionOfJooqGivesItsClaimBackAlone() {
        Fingerprint outer = Posts.fresh();
        DSL.using(caller.connection(), SQLDialect.POSTGRES).transaction(transaction -> {
            assertThat(deduplicator(store.joining(transaction.dsl()), LONG).tryClaim(outer))
                    .isTrue();
            assertThatThrownBy(() -> transaction.dsl().transaction(nested -> {
                        storeOnce(nested.dsl());
                        throw new IllegalStateException("nested");
                    }))
                    .hasMessage("nested");
        });

        assertThat(new Asker(store).lookup(outer)).isPresent();
        assertThat(new Asker(store).lookup(post)).isEmpty();
    }

    private void storeOnce(DSLContext transaction) {
        if (deduplicator(store.joining(transaction), LONG).tryClaim(post)) {
            transaction.execute("INSERT INTO post VALUES (?)", Caller.uuid(post));
        }
    }

    private UnknownOutcomeException unknown() {
        return catchThrowableOfType(
                UnknownOutcomeException.class, () -> deduplicator(store, SHORT).tryClaim(post));
    }

    private CompletableFuture<Boolean> waiting(ClaimStore claimer) {
        CompletableFuture<Boolean> claim =
                Together.start(() -> deduplicator(claimer, LONG).tryClaim(post));
        await().until(tenant::waits);
        return claim;
    }

    private static Deduplicator<Fingerprint> deduplicator(ClaimStore store, Duration deadline) {
        return Deduplicator.forItems(store.shared(), (Fingerprint item) -> item)
                .deadline(deadline)
                .build();
    }
}
