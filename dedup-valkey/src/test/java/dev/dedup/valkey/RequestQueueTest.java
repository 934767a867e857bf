// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import static dev.dedup.spi.ClaimState.CONFIRMED;
import static dev.dedup.spi.Verdict.CLAIMED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.StoreException;
import dev.dedup.spi.Verdict;
import dev.dedup.testservers.TcpProxy;
import dev.dedup.testservers.ValkeyServer;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that does not answer must not fill the heap with requests that wait for it. */
class RequestQueueTest {
    private static final int BOUND = 1_000;
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(200);

    @AutoClose
    private final ValkeyServer server = ValkeyServer.started();

    @AutoClose
    private final TcpProxy proxy = TcpProxy.to(server.host(), server.port());

    private ValkeyClaimStore store;

    @BeforeEach
    void open() {
        store = ValkeyClaimStore.builder()
                .url("valkey://" + proxy.host() + ":" + proxy.port())
                .requestQueueSize(BOUND)
                .build();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void claimsOverTheBoundOfAStoppedServerFailAtOnceAndTheOthersAreAnsweredLater() {
        server.pause();
        List<CompletableFuture<Answers<Verdict>>> claims = singles(3 * BOUND);

        Awaitility.await().until(() -> done(claims).count() >= 2 * BOUND);
        assertThat(done(claims))
                .allSatisfy(claim -> assertThat(claim.join().failure(0))
                        .hasMessageContaining("too many requests wait for the server")
                        .hasMessageContaining("raise requestQueueSize")
                        .returns(true, StoreException::isRetryable));

        server.resume();
        assertThat(claimed(claims)).isBetween(BOUND - 10L, (long) BOUND);
        assertThat(new Asker(store).claim(Posts.fresh())).isEqualTo(CLAIMED);
    }

    @Test
    void claimsOverTheBoundWhileNobodyListensFailAtOnceAndTheOthersAreAnsweredLater() {
        proxy.refuse();
        proxy.cutAll();
        List<CompletableFuture<Answers<Verdict>>> claims = singles(3 * BOUND);

        Awaitility.await().until(() -> done(claims).count() >= 2 * BOUND);

        proxy.accept();
        assertThat(claimed(claims)).isPositive();
        assertThat(new Asker(store).claim(Posts.fresh())).isEqualTo(CLAIMED);
    }

    @Test
    void batchesOverTheBoundFailAtOnce() {
        server.pause();
        List<CompletableFuture<Answers<Verdict>>> claims =
                Stream.generate(() -> claim(Posts.fresh(BOUND))).limit(5).toList();

        Awaitility.await().until(() -> done(claims).count() >= 4);

        server.resume();
        assertThat(claimed(claims)).isPositive();
        assertThat(new Asker(store).claim(Posts.fresh(BOUND))).containsOnly(CLAIMED);
    }

    @Test
    void batchesOverTheBoundWhileNobodyListensFailAtOnceAndSayWhy() {
        loseTheConnection();
        CompletableFuture<Answers<Verdict>> first = claim(Posts.fresh(BOUND));

        CompletableFuture<Answers<Verdict>> over = claim(Posts.fresh(BOUND / 2));

        assertThat(over).isDone();
        assertThat(Asker.failures(over.join()))
                .hasSize(BOUND / 2)
                .allSatisfy(failure -> assertThat(failure)
                        .hasMessageContaining("too many requests wait for the server: with these 500")
                        .hasMessageContaining("requestQueueSize is 1000")
                        .hasMessageContaining("was lost and cannot be made again: nobody listens there")
                        .hasMessageNotContaining("raise")
                        .returns(true, StoreException::isRetryable));
        assertThat(first).isNotDone();
        proxy.accept();
        assertThat(Asker.values(first.join())).containsOnly(CLAIMED);
    }

    @Test
    void whatWasGivenUpDoesNotCount() {
        loseTheConnection();
        for (int i = 0; i < 5; i++) {
            Answers<Verdict> answers = claim(Posts.fresh(BOUND), SHORT).join();

            assertThat(answers.failure(0)).hasMessageContaining("no answer within " + SHORT.toMillis() + " ms");
        }
        CompletableFuture<Answers<Verdict>> last = claim(Posts.fresh(BOUND));
        proxy.accept();
        assertThat(Asker.values(last.join())).containsOnly(CLAIMED);
    }

    @Test
    void afterALongOutageTheReasonIsTheOutage() {
        loseTheConnection();
        List<CompletableFuture<Answers<Verdict>>> givenUp = Posts.fresh(2 * BOUND).stream()
                .map(post -> claim(List.of(post), SHORT))
                .toList();
        givenUp.forEach(CompletableFuture::join);

        assertThat(claim(Posts.fresh(1), SHORT).join().failure(0))
                .hasMessageContaining("was lost and cannot be made again: nobody listens there")
                .hasMessageNotContaining("raise");
    }

    @Test
    void aSilentServerIsLeftThoughGivenUpClaimsFillTheQueue() {
        try (ValkeyServer other = ValkeyServer.started()) {
            server.pause();
            proxy.pointTo(other.host(), other.port());

            Awaitility.await().atMost(LONG).until(() -> {
                claim(Posts.fresh(BOUND), SHORT).join();
                return claim(Posts.fresh(1), SHORT).join().value(0) == CLAIMED;
            });
        }
    }

    private void loseTheConnection() {
        proxy.refuse();
        proxy.cutAll();
        Awaitility.await()
                .until(() -> String.valueOf(claim(Posts.fresh(1), SHORT).join().failure(0))
                        .contains("nobody listens there"));
    }

    private static Stream<CompletableFuture<Answers<Verdict>>> done(List<CompletableFuture<Answers<Verdict>>> claims) {
        return claims.stream().filter(CompletableFuture::isDone);
    }

    private List<CompletableFuture<Answers<Verdict>>> singles(int count) {
        List<CompletableFuture<Answers<Verdict>>> claims = new ArrayList<>();
        for (Fingerprint post : Posts.fresh(count)) {
            claims.add(claim(List.of(post)));
        }
        return claims;
    }

    private CompletableFuture<Answers<Verdict>> claim(List<Fingerprint> posts) {
        return claim(posts, LONG);
    }

    private CompletableFuture<Answers<Verdict>> claim(List<Fingerprint> posts, Duration timeLeft) {
        ClaimRequest request = new ClaimRequest(posts, ClaimToken.random(), CONFIRMED, Asker.HOLD, timeLeft);
        return store.claim(request).toCompletableFuture();
    }

    private static long claimed(List<CompletableFuture<Answers<Verdict>>> claims) {
        return claims.stream().filter(claim -> claim.join().value(0) == CLAIMED).count();
    }
}
