// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dedup.DedupListener;
import dev.dedup.Deduplicator;
import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Claims in transactions of their own, whatever isolation the user's transactions have by default. */
class IsolationTest {
    private static final int CLAIMERS = 4;
    private static final int POSTS = 400;
    private static final int PAGE = 50;

    private final Tenant tenant = Tenant.fresh();
    private final Queue<String> retries = new ConcurrentLinkedQueue<>();

    @ParameterizedTest
    @ValueSource(strings = {"read committed", "repeatable read", "serializable"})
    void ofClaimersThatRaceOneWins(String isolation) {
        tenant.set("default_transaction_isolation", isolation);
        List<Fingerprint> posts = Posts.fresh(POSTS);
        try (PostgresClaimStore store = tenant.open()) {
            assertThat(race(store, posts)).as("new posts").containsExactlyInAnyOrderElementsOf(posts);

            tenant.server().execute("UPDATE " + tenant.table() + " SET expires_at = now() - interval '1 s'");
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
            tenant.server().execute("UPDATE " + tenant.table() + " SET expires_at = now() - interval '1 s'");
            winner.joining(store).claim(post);
            CompletableFuture<Boolean> loser =
                    CompletableFuture.supplyAsync(() -> deduplicator(store).tryClaim(post));
            await().until(tenant::waits);
            winner.commit();

            assertThat(loser.join()).isFalse();
            assertThat(retries).singleElement().asString().contains("SQLSTATE 40001");
        }
    }

    /** Every claimer asks for all posts in pages, each in an order of its own; what they won. */
    private List<Fingerprint> race(PostgresClaimStore store, List<Fingerprint> posts) {
        List<CompletableFuture<List<Fingerprint>>> claimers = IntStream.range(0, CLAIMERS)
                .mapToObj(number -> CompletableFuture.supplyAsync(() -> claim(store, posts, number)))
                .toList();
        return claimers.stream().flatMap(claimer -> claimer.join().stream()).toList();
    }

    private List<Fingerprint> claim(ClaimStore store, List<Fingerprint> posts, int number) {
        List<Fingerprint> own = new ArrayList<>(posts);
        Collections.shuffle(own, new Random(number));
        List<Fingerprint> won = new ArrayList<>();
        for (int i = 0; i < own.size(); i += PAGE) {
            won.addAll(deduplicator(store).tryClaimAll(own.subList(i, i + PAGE)).claimed());
        }
        return won;
    }

    private Deduplicator<Fingerprint> deduplicator(ClaimStore store) {
        return Deduplicator.forItems(store.shared(), (Fingerprint post) -> post)
                .deadline(Duration.ofSeconds(30))
                .listener(new DedupListener() {
                    @Override
                    public void onRetry(String operation, int items, int attempt, @Nullable Throwable cause) {
                        retries.add(String.valueOf(cause));
                    }
                })
                .build();
    }
}
