// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static dev.dedup.spi.Verdict.CLAIMED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.dedup.Deduplicator;
import dev.dedup.UnknownOutcomeException;
import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.StoreException;
import dev.dedup.spi.Verdict;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import dev.dedup.testservers.claims.Retries;
import dev.dedup.testservers.claims.Together;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Two transactions that wait for each other: the server ends the wait of one, which is no verdict. */
class DeadlockTest {
    /** Who waits for so long before looking for a deadlock is never the one whose wait is ended. */
    private static final String NEVER = "1h";

    private static final String SOON = "100ms";

    /** Looked for once, after this wait: by then the other waits too. */
    private static final String LATER = "2s";

    private final Tenant tenant = Tenant.fresh();
    private final List<Fingerprint> posts = Posts.fresh(2).stream().sorted().toList();

    @Test
    void ownTransactionWhoseWaitIsEndedHasNoVerdict() throws Exception {
        try (Caller other = looksForDeadlocks(NEVER);
                PostgresClaimStore store = openLookingForDeadlocks()) {
            other.insertClaim(posts.get(1));
            CompletableFuture<StoreException> failure = Together.start(() -> failureOfBatch(store));
            await().until(tenant::waits);
            other.insertClaim(posts.get(0));

            assertThat(failure.join())
                    .hasMessageContaining("the server broke a deadlock with another transaction")
                    .hasMessageContaining("SQLSTATE 40P01")
                    .returns(true, StoreException::isRetryable);
            other.rollback();
            assertThat(new Asker(store).claim(posts)).containsOnly(CLAIMED);
        }
    }

    @Test
    void ownTransactionWhoseWaitIsEndedIsAskedAgainUntilThereIsAVerdict() throws Exception {
        Retries retries = new Retries();
        try (Caller other = looksForDeadlocks(NEVER);
                PostgresClaimStore store = openLookingForDeadlocks();
                Deduplicator<Fingerprint> dedup = retries.deduplicator(store)) {
            other.insertClaim(posts.get(1));
            CompletableFuture<List<Fingerprint>> claimed =
                    Together.start(() -> dedup.tryClaimAll(posts).claimed());
            await().until(tenant::waits);
            other.insertClaim(posts.get(0));
            retries.awaitFirst();
            other.rollback();

            assertThat(claimed.join()).isEqualTo(posts);
            assertThat(retries.causes().get(0)).contains("SQLSTATE 40P01");
        }
    }

    @Test
    void joinedTransactionsThatClaimTheSamePostsInOppositeOrdersHaveNoVerdictUntilOneIsRolledBack() throws Exception {
        try (PostgresClaimStore store = tenant.open();
                Caller one = looksForDeadlocks(NEVER);
                Caller two = looksForDeadlocks(SOON)) {
            Asker first = one.joining(store);
            Asker second = two.joining(store);
            first.claim(posts.get(0));
            second.claim(posts.get(1));
            CompletableFuture<Verdict> waiting = Together.start(() -> first.claim(posts.get(1)));
            await().until(tenant::waits);

            assertThat(second.failureOfClaim(posts.get(0)))
                    .hasMessageContaining("the server broke a deadlock with another transaction")
                    .hasMessageContaining("SQLSTATE 40P01")
                    .hasMessageContaining("roll your transaction back and run it again");
            assertThatThrownBy(() -> impatient(store, two).tryClaim(posts.get(0)))
                    .isInstanceOf(UnknownOutcomeException.class)
                    .hasStackTraceContaining("roll your transaction back and run it again");
            assertThat(waiting).as("the other's claim").isNotDone();

            two.rollback();
            assertThat(waiting.join()).isEqualTo(CLAIMED);
            one.commit();
        }
        assertThat(tenant.rows()).isEqualTo(2);
    }

    private Caller looksForDeadlocks(String after) {
        tenant.set("deadlock_timeout", after);
        Caller caller = new Caller(tenant);
        tenant.reset("deadlock_timeout");
        return caller;
    }

    private PostgresClaimStore openLookingForDeadlocks() {
        tenant.set("deadlock_timeout", LATER);
        return tenant.open();
    }

    private StoreException failureOfBatch(PostgresClaimStore store) {
        return Asker.failures(new Asker(store).claim(posts, ClaimState.CONFIRMED, Asker.HOLD))
                .get(0);
    }

    /** Asks again for a moment, long enough for the server to find several deadlocks. */
    private static Deduplicator<Fingerprint> impatient(PostgresClaimStore store, Caller caller) {
        return Deduplicator.forItems(store.joining(caller.connection()), (Fingerprint post) -> post)
                .deadline(Duration.ofMillis(800))
                .build();
    }
}
