// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static dev.dedup.spi.Verdict.CLAIMED;
import static dev.dedup.spi.Verdict.DUPLICATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.StoreException;
import dev.dedup.spi.Verdict;
import dev.dedup.testservers.PostgresServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class CoalescerTest {
    private static final PostgresServer SERVER = Servers.newest();
    private static final AtomicLong NEXT = new AtomicLong(System.nanoTime());
    private static final int THREADS = 64;

    @AutoClose
    private final PostgresClaimStore store = PostgresClaimStore.builder()
            .url(Servers.url(SERVER))
            .coalesceClaims()
            .build();

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    void oneOfManyWins() throws Exception {
        for (int round = 0; round < 20; round++) {
            Fingerprint post = fresh();
            assertThat(claimAtOnce(THREADS, i -> post))
                    .containsOnlyOnce(CLAIMED)
                    .hasSize(THREADS);
        }
    }

    @Test
    void eachGetsItsOwnAnswer() throws Exception {
        List<Fingerprint> posts =
                IntStream.range(0, THREADS).mapToObj(i -> fresh()).toList();
        claimAtOnce(THREADS / 2, i -> posts.get(2 * i));

        List<Verdict> verdicts = claimAtOnce(THREADS, posts::get);

        for (int i = 0; i < THREADS; i++) {
            assertThat(verdicts.get(i)).isEqualTo(i % 2 == 0 ? DUPLICATE : CLAIMED);
        }
    }

    @Test
    void failureIsForAllOfAStatementAndTheNextGoesOn() throws Exception {
        SERVER.execute("ALTER TABLE dedup_claim RENAME TO hidden");
        try {
            assertThat(IntStream.range(0, 8)
                            .mapToObj(i -> start(fresh(), Duration.ofSeconds(5)))
                            .toList())
                    .allSatisfy(verdict -> assertThat(failure(verdict))
                            .hasMessageContaining("the table of claims is missing")
                            .returns(false, StoreException::isRetryable));
        } finally {
            SERVER.execute("ALTER TABLE hidden RENAME TO dedup_claim");
        }
        assertThat(start(fresh(), Duration.ofSeconds(5)).get()).isEqualTo(CLAIMED);
    }

    private List<Verdict> claimAtOnce(int callers, java.util.function.IntFunction<Fingerprint> post) throws Exception {
        ConcurrentLinkedQueue<Future<Verdict>> answers = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < callers; i++) {
            answers.add(start(post.apply(i), Duration.ofSeconds(20)));
        }
        List<Verdict> verdicts = new ArrayList<>();
        for (Future<Verdict> answer : answers) {
            verdicts.add(answer.get());
        }
        return verdicts;
    }

    private Future<Verdict> start(Fingerprint post, Duration timeLeft) {
        return threads.submit(() -> {
            Answers<Verdict> answers = store.claim(new ClaimRequest(
                            List.of(post), ClaimToken.random(), ClaimState.CONFIRMED, ClaimRequest.FOREVER, timeLeft))
                    .toCompletableFuture()
                    .join();
            StoreException failure = answers.failure(0);
            if (failure != null) {
                throw failure;
            }
            return Objects.requireNonNull(answers.value(0));
        });
    }

    /** What a claim failed with: its own answer, or the whole statement. */
    private static StoreException failure(Future<Verdict> verdict) throws InterruptedException {
        try {
            throw new AssertionError("a claim was answered with " + verdict.get());
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNull(e.getCause());
            return (StoreException)
                    Objects.requireNonNull(cause instanceof CompletionException ? cause.getCause() : cause);
        }
    }

    private static Fingerprint fresh() {
        return Fingerprint.of(NEXT.getAndIncrement() * 0x9E3779B97F4A7C15L, NEXT.get());
    }
}
