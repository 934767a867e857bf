// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimStore;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import dev.dedup.testservers.claims.Retries;
import dev.dedup.testservers.claims.Together;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Claims in transactions of their own, whatever isolation the user's transactions have by default. */
class IsolationTest {
    private static final int CLAIMERS = 4;
    private static final int POSTS = 400;
    private static final int PAGE = 50;

    private final Tenant tenant = Tenant.fresh();
    private final Retries retries = new Retries();

    @ParameterizedTest
    @ValueSource(strings = {"read committed", "repeatable read", "serializable"})
    void ofClaimersThatRaceOneWins(String isolation) {
        tenant.set("default_transaction_isolation", isolation);
        List<Fingerprint> posts = Posts.fresh(POSTS);
        try (PostgresClaimStore store = tenant.open()) {
            assertThat(race(store, posts)).as("new posts").containsExactlyInAnyOrderElementsOf(posts);

            tenant.expireAll();
            assertThat(race(store, posts)).as("expired posts").containsExactlyInAnyOrderElementsOf(posts);
        }
        assertThat(tenant.rows()).isEqualTo(POSTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"repeatable read", "serializable"})
    void serialisationFailureIsAskedAgainUntilThereIsAVerdict(String isolation) throws Exception {
        tenant.set("default_transaction_isolation", isolation);
        Fingerprint post = Posts.fresh();
        try (PostgresClaimStore store = tenant.open();
                Caller winner = new Caller(tenant)) {
            new Asker(store).claim(post);
            tenant.expireAll();
            winner.joining(store).claim(post);
            CompletableFuture<Boolean> loser = retries.start(store, post);
            await().until(tenant::waits);
            winner.commit();

            assertThat(loser.join()).isFalse();
            assertThat(retries.causes()).singleElement().asString().contains("SQLSTATE 40001");
        }
    }

    /** Every claimer asks for all posts in pages, each in an order of its own; what they won. */
    private List<Fingerprint> race(PostgresClaimStore store, List<Fingerprint> posts) {
        return Together.call(CLAIMERS, number -> claim(store, posts, number)).stream()
                .flatMap(List::stream)
                .toList();
    }

    private List<Fingerprint> claim(ClaimStore store, List<Fingerprint> posts, int number) {
        List<Fingerprint> own = new ArrayList<>(posts);
        Collections.shuffle(own, new Random(number));
        List<Fingerprint> won = new ArrayList<>();
        for (int i = 0; i < own.size(); i += PAGE) {
            won.addAll(retries.deduplicator(store)
                    .tryClaimAll(own.subList(i, i + PAGE))
                    .claimed());
        }
        return won;
    }
}
