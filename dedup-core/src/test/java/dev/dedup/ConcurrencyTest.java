// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dedup.Fixture.Form;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Many threads, one deduplicator each or one for all. */
class ConcurrencyTest {
    private static final int WORKERS = 8;
    private static final List<String> ITEMS =
            IntStream.range(0, 2_000).mapToObj(i -> "item" + i).toList();
    private final Fixture fleet = new Fixture();

    @RepeatedTest(5)
    void eachItemHasOneWinnerThoughLinesFail() throws Exception {
        List<String> winners = Collections.synchronizedList(new ArrayList<>());
        race(worker -> {
                    ScriptedStore line =
                            fleet.line().failing(20, Fault.ANSWER_LOST).batchSize(50);
                    return fleet.builder(line).build().tryClaimAll(ITEMS).claimed();
                })
                .forEach(winners::addAll);
        assertThat(winners).hasSameSizeAs(ITEMS).doesNotHaveDuplicates();
    }

    @RepeatedTest(5)
    void oneDeduplicatorServesAllThreads() throws Exception {
        Deduplicator<String> shared =
                fleet.builder(fleet.line(Form.ASYNC_VERB_ON_IMMEDIATE_STORE)).build();
        List<String> winners = new ArrayList<>();
        race(worker -> ITEMS.stream().filter(shared::tryClaim).toList()).forEach(winners::addAll);
        assertThat(winners).hasSameSizeAs(ITEMS).doesNotHaveDuplicates();
    }

    @Test
    void waitsOnNoThreadWhileAStoreThatDoesNotBlockHasNotAnswered() {
        HeldStore store = new HeldStore();
        AsyncDeduplicator<String> dedup =
                Deduplicator.forItems(store, Fixture::fingerprint).build().async();
        var first = dedup.tryClaim("a").toCompletableFuture();
        var second = dedup.tryClaim("b").toCompletableFuture();
        assertThat(first).isNotDone();
        assertThat(second).isNotDone();
        store.answerAll();
        assertThat(first).isCompletedWithValue(true);
        assertThat(second).isCompletedWithValue(true);
    }

    @Test
    void closesTheStoreWhenTheCallsUnderWayHaveEnded() throws InterruptedException {
        HeldStore store = new HeldStore();
        Deduplicator<String> dedup = Deduplicator.forItems(store, Fixture::fingerprint)
                .deadline(Duration.ofMinutes(10))
                .build();
        CompletableFuture<Boolean> claimed = dedup.async().tryClaim("a").toCompletableFuture();
        Thread closer = new Thread(dedup::close);
        closer.start();
        Awaitility.await().until(() -> closer.getState() == Thread.State.TIMED_WAITING);
        assertThatThrownBy(() -> dedup.tryClaim("b")).isInstanceOf(IllegalStateException.class);
        store.answerAll();
        assertThat(claimed).isCompletedWithValue(true);
        closer.join();
        assertThat(store.isClosed()).isTrue();
    }

    @Test
    void closesTheStoreAfterADeadlineThoughACallNeverEnds() {
        HeldStore store = new HeldStore();
        Deduplicator<String> dedup = Deduplicator.forItems(store, Fixture::fingerprint)
                .deadline(Duration.ofMillis(20))
                .build();
        CompletableFuture<Boolean> claimed = dedup.async().tryClaim("a").toCompletableFuture();
        dedup.close();
        assertThat(store.isClosed()).isTrue();
        Awaitility.await().until(claimed::isCompletedExceptionally);
    }

    @Test
    void recognisesAClaimWhoseAnswerCameTooLate() {
        HeldStore store = new HeldStore();
        Deduplicator<String> dedup = Deduplicator.forItems(store, Fixture::fingerprint)
                .deadline(Duration.ofMillis(20))
                .build();
        UnknownOutcomeException e = catchThrowableOfType(UnknownOutcomeException.class, () -> dedup.tryClaim("a"));
        store.answerAll();
        CompletableFuture<? extends ClaimBatch<?>> retried = e.retryAsync().toCompletableFuture();
        store.answerAll();
        assertThat(retried.join().claimed()).isEqualTo(List.of("a"));
    }

    @Test
    void failsTheStageWhereTheExecutorRefuses() {
        Deduplicator<String> dedup = fleet.builder(fleet.line())
                .executor(task -> {
                    throw new RejectedExecutionException("full");
                })
                .build();
        assertThatThrownBy(() -> Fixture.join(dedup.async().tryClaim("a")))
                .isInstanceOf(RejectedExecutionException.class);
    }

    private static List<List<String>> race(Work work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(WORKERS);
        ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
        try {
            List<Callable<List<String>>> tasks = IntStream.range(0, WORKERS)
                    .<Callable<List<String>>>mapToObj(worker -> () -> {
                        start.await();
                        return work.winnings(worker);
                    })
                    .toList();
            List<List<String>> winnings = new ArrayList<>();
            for (Future<List<String>> task : threads.invokeAll(tasks)) {
                winnings.add(task.get());
            }
            return winnings;
        } finally {
            threads.shutdownNow();
        }
    }

    private interface Work {
        List<String> winnings(int worker) throws Exception;
    }
}
