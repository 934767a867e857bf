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
import dev.dedup.testservers.claims.Together;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Single claims that come at the same time and share statements. */
class CoalescerTest {
    private static final int THREADS = 64;

    private final Tenant tenant = Tenant.fresh();

    @AutoClose
    private final PostgresClaimStore store = PostgresClaimStore.builder()
            .url(tenant.url())
            .createSchema()
            .coalesceClaims()
            .build();

    /** Somebody whose transaction has the posts that two statements wait for. */
    @AutoClose
    private final Caller blocker = new Caller(tenant);

    private final List<Fingerprint> blocked = Posts.fresh(2);

    @Test
    void oneOfManyWins() {
        for (int round = 0; round < 20; round++) {
            Fingerprint post = Posts.fresh();
            assertThat(Together.call(THREADS, i -> claim(post)))
                    .containsOnlyOnce(CLAIMED)
                    .containsOnly(CLAIMED, DUPLICATE);
        }
    }

    @Test
    void eachGetsItsOwnAnswer() {
        List<Fingerprint> posts = Posts.fresh(THREADS);
        Together.call(THREADS / 2, i -> claim(posts.get(2 * i)));

        List<Verdict> verdicts = Together.call(THREADS, i -> claim(posts.get(i)));

        for (int i = 0; i < THREADS; i++) {
            assertThat(verdicts.get(i)).isEqualTo(i % 2 == 0 ? DUPLICATE : CLAIMED);
        }
    }

    @Test
    void nobodyIsLeftOut() {
        int rounds = 30;
        List<Fingerprint> shared = Posts.fresh(rounds);

        List<List<Verdict>> verdicts = Together.call(
                THREADS,
                i -> IntStream.range(0, rounds)
                        .boxed()
                        .flatMap(round -> Stream.of(claim(shared.get(round)), claim(Posts.fresh())))
                        .toList());

        for (int round = 0; round < rounds; round++) {
            int place = 2 * round;
            assertThat(verdicts).as("own posts").allMatch(own -> own.get(place + 1) == CLAIMED);
            assertThat(verdicts.stream().map(own -> own.get(place)))
                    .as("winners of one post")
                    .containsOnlyOnce(CLAIMED)
                    .containsOnly(CLAIMED, DUPLICATE);
        }
    }

    @Test
    void failureIsForAllOfAStatementAndTheNextGoesOn() {
        tenant.server().execute("ALTER TABLE " + tenant.table() + " RENAME TO hidden");

        assertThat(Together.call(8, i -> new Asker(store).failureOfClaim(Posts.fresh())))
                .allSatisfy(failure -> assertThat(failure)
                        .hasMessageContaining("the table of claims is missing")
                        .returns(false, StoreException::isRetryable));

        tenant.server().execute("ALTER TABLE " + tenant.name() + ".hidden RENAME TO dedup_claim");
        assertThat(claim(Posts.fresh())).isEqualTo(CLAIMED);
    }

    @Test
    void claimInATransactionOfTheCallersIsNotShared() throws Exception {
        List<CompletableFuture<Verdict>> held = holdTwo();
        Fingerprint post = Posts.fresh();
        Asker other;
        try (PostgresClaimStore plain = tenant.open();
                Caller caller = new Caller(tenant)) {
            other = new Asker(plain);
            assertThat(caller.joining(store).claim(post)).isEqualTo(CLAIMED);
            assertThat(held).noneMatch(CompletableFuture::isDone);
            assertThat(other.lookup(post)).as("seen outside before the commit").isEmpty();

            caller.rollback();
            assertThat(other.claim(post)).as("given back").isEqualTo(CLAIMED);
        }
        blocker.rollback();
        assertThat(held).allSatisfy(claim -> assertThat(claim.join()).isEqualTo(CLAIMED));
    }

    @Test
    void claimsShareNothingUnlessTheyAreToldTo() {
        try (PostgresClaimStore plain = tenant.open()) {
            blocker.joining(store).claim(blocked);
            List<CompletableFuture<Verdict>> held = blocked.stream()
                    .map(post -> Together.start(() -> new Asker(plain).claim(post)))
                    .toList();
            awaitWaitingForLocks(2);

            assertThat(Posts.fresh(8))
                    .allSatisfy(post -> assertThat(new Asker(plain).claim(post)).isEqualTo(CLAIMED));
            assertThat(held).as("statements that others would have waited for").noneMatch(CompletableFuture::isDone);

            blocker.rollback();
            assertThat(held).allSatisfy(claim -> assertThat(claim.join()).isEqualTo(CLAIMED));
        }
        assertThat(transactions()).isEqualTo(tenant.rows()).isEqualTo(10);
    }

    private Verdict claim(Fingerprint post) {
        return new Asker(store).claim(post);
    }

    private CompletableFuture<Verdict> start(Fingerprint post) {
        return Together.start(() -> claim(post));
    }

    /** Two claims wait until the blocker ends its transaction. */
    private List<CompletableFuture<Verdict>> holdTwo() {
        blocker.joining(store).claim(blocked);
        List<CompletableFuture<Verdict>> held =
                blocked.stream().map(this::start).toList();
        awaitWaitingForLocks(2);
        return held;
    }

    private void awaitWaitingForLocks(int sessions) {
        await().until(() -> tenant.server()
                        .query("SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND usename = '"
                                + tenant.name() + "'")
                        .size()
                == sessions);
    }

    /** How many transactions the rows are of. */
    private long transactions() {
        return Long.parseLong(tenant.server().value("SELECT count(DISTINCT xmin::text) FROM " + tenant.table()));
    }
}
