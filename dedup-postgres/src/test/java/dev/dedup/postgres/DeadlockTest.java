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
import dev.dedup.spi.Verdict;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
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

    private final Tenant tenant = Tenant.fresh();
    private final List<Fingerprint> posts = Posts.fresh(2).stream().sorted().toList();

    /** A batch that waits lets go of what it has, so that there is no deadlock to be broken. */
    @Test
    void ownTransactionGivesWayToOneThatWaitsForIt() throws Exception {
        try (Caller other = looksForDeadlocks(NEVER);
                PostgresClaimStore store = tenant.open()) {
            other.insertClaim(posts.get(1));
            CompletableFuture<List<Verdict>> claimed = Together.start(() -> new Asker(store).claim(posts));
            await().until(tenant::waits);
            other.insertClaim(posts.get(0));
            other.rollback();

            assertThat(claimed.join()).containsOnly(CLAIMED);
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

    /** Asks again for a moment, long enough for the server to find several deadlocks. */
    private static Deduplicator<Fingerprint> impatient(PostgresClaimStore store, Caller caller) {
        return Deduplicator.forItems(store.joining(caller.connection()), (Fingerprint post) -> post)
                .deadline(Duration.ofMillis(800))
                .build();
    }
}
