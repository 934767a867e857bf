// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import static dev.dedup.memory.Claims.answers;
import static dev.dedup.memory.Claims.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads on the same fingerprints, with an oracle that counts exactly. */
@Timeout(60)
class ContentionTest {
    private static final int THREADS = 8;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final ManualClock clock = new ManualClock(0);
    private final InMemoryClaimStore store =
            InMemoryClaimStore.builder().clock(clock).build();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @RepeatedTest(5)
    void hasOneWinnerPerFingerprintWhateverTheBatches() throws Exception {
        int keys = 20_000;
        AtomicIntegerArray winners = new AtomicIntegerArray(keys);
        runInAllThreads(thread -> claimAll(shuffled(keys, thread), thread, 1 + 7 * thread, winners));
        for (int key = 0; key < keys; key++) {
            assertThat(winners.get(key)).isEqualTo(1);
        }
    }

    @RepeatedTest(5)
    void hasOneWinnerPerFingerprintAndWindow() throws Exception {
        int keys = 50;
        int windows = 200;
        AtomicIntegerArray winners = new AtomicIntegerArray(windows * keys);
        CyclicBarrier nextWindow = new CyclicBarrier(THREADS, () -> clock.advance(Claims.HOLD));
        runInAllThreads(thread -> {
            Claims claims = new Claims(store);
            for (int window = 0; window < windows; window++) {
                for (int key = 0; key < keys; key++) {
                    boolean won = claims.confirm(key, (long) window * THREADS + thread) == Verdict.CLAIMED;
                    winners.addAndGet(window * keys + key, won ? 1 : 0);
                }
                nextWindow.await();
            }
        });
        for (int i = 0; i < windows * keys; i++) {
            assertThat(winners.get(i)).isEqualTo(1);
        }
    }

    /**
     * Time passes while a renewal has read the clock and not yet written: whoever looks then must either wait, or be told nothing
     * that the renewal contradicts.
     */
    @Test
    void revivesNothingThatAnotherThreadHasSeenFree() throws Exception {
        AtomicReference<Runnable> whileReading = new AtomicReference<>(() -> {});
        InMemoryClaimStore observed = InMemoryClaimStore.builder()
                .clock(() -> {
                    Instant read = clock.instant();
                    whileReading.getAndSet(() -> {}).run();
                    return read;
                })
                .build();
        Claims claims = new Claims(observed);
        claims.lease(1, 10);
        clock.advance(Claims.HOLD.minusMillis(1));
        CompletableFuture<Boolean> seen = new CompletableFuture<>();
        Thread observer = new Thread(() -> seen.complete(claims.lookup(1).isPresent()));
        whileReading.set(() -> {
            clock.advance(1);
            observer.start();
            while (observer.isAlive() && observer.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
            }
        });
        boolean renewed = claims.renew(1, 10, ClaimState.LEASED, Claims.HOLD);
        assertThat(renewed).isEqualTo(seen.get());
    }

    /** A lease is a lock: a counter that only the holder touches, without any other protection, loses no step. */
    @Test
    void givesALeaseToOneThreadAtATime() throws Exception {
        int keys = 3;
        int rounds = 20_000;
        int[] unguarded = new int[keys];
        AtomicIntegerArray taken = new AtomicIntegerArray(keys);
        runInAllThreads(thread -> {
            Claims claims = new Claims(store);
            for (int round = 0; round < rounds; round++) {
                int key = round % keys;
                long token = (long) round * THREADS + thread;
                if (claims.lease(key, token) == Verdict.CLAIMED) {
                    unguarded[key]++;
                    taken.incrementAndGet(key);
                    assertThat(claims.release(key, token)).isTrue();
                }
            }
        });
        for (int key = 0; key < keys; key++) {
            assertThat(unguarded[key]).isEqualTo(taken.get(key)).isPositive();
        }
    }

    @RepeatedTest(5)
    void neverHoldsMoreThanTheMaximum() throws Exception {
        int maximum = 1_000;
        int keys = 4_000;
        InMemoryClaimStore small =
                InMemoryClaimStore.builder().clock(clock).maximumClaims(maximum).build();
        AtomicIntegerArray winners = new AtomicIntegerArray(keys);
        runInAllThreads(thread -> {
            for (long key : shuffled(keys, thread)) {
                var answer = answers(
                        small.claim(request(List.of(Claims.key(key)), thread + 1, ClaimState.CONFIRMED, Claims.HOLD)));
                winners.addAndGet((int) key, answer.value(0) == Verdict.CLAIMED ? 1 : 0);
            }
        });
        assertThat(LongStream.range(0, keys).map(key -> winners.get((int) key)).sum())
                .isEqualTo(maximum);
        Claims claims = new Claims(small);
        for (int key = 0; key < keys; key++) {
            assertThat(claims.lookup(key).isPresent()).isEqualTo(winners.get(key) == 1);
        }
    }

    /** Claims expire, are given back and are purged at the limit by all threads at once: the count must come out even. */
    @Test
    void losesCountOfNothing() throws Exception {
        int maximum = 300;
        ClaimTable table = new ClaimTable(new StoreClock(clock), maximum, 3, 7);
        InMemoryClaimStore small = new InMemoryClaimStore(table);
        runInAllThreads(thread -> {
            Random random = new Random(thread);
            Claims claims = new Claims(small);
            for (int step = 0; step < 20_000; step++) {
                int key = random.nextInt(2_000);
                Duration hold = Duration.ofMillis(1 + random.nextInt(50));
                answers(small.claim(request(List.of(Claims.key(key)), thread + 1, ClaimState.LEASED, hold)));
                assertThat(table.held()).isBetween(0L, (long) maximum);
                claims.release(random.nextInt(2_000), thread + 1);
                clock.advance(random.nextInt(10) == 0 ? 1 : 0);
            }
        });
        clock.advance(50);
        for (int key = 0; key < maximum; key++) {
            assertThat(new Claims(small).confirm(10_000 + key, 99)).isEqualTo(Verdict.CLAIMED);
        }
        new Claims(small).refusedClaim(20_000, 99);
    }

    private void claimAll(List<Long> keys, int thread, int batchSize, AtomicIntegerArray winners) {
        for (int from = 0; from < keys.size(); from += batchSize) {
            List<Long> batch = keys.subList(from, Math.min(keys.size(), from + batchSize));
            Answers<Verdict> verdicts = answers(store.claim(
                    request(batch.stream().map(Claims::key).toList(), thread + 1, ClaimState.CONFIRMED, Claims.HOLD)));
            for (int i = 0; i < batch.size(); i++) {
                winners.addAndGet(batch.get(i).intValue(), verdicts.value(i) == Verdict.CLAIMED ? 1 : 0);
            }
        }
    }

    private static List<Long> shuffled(int keys, int seed) {
        List<Long> order = new ArrayList<>(LongStream.range(0, keys).boxed().toList());
        Collections.shuffle(order, new Random(seed / 2)); // pairs of threads meet at every fingerprint
        return order;
    }

    private void runInAllThreads(Work work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            tasks.add(() -> {
                start.await();
                work.run(thread);
                return null;
            });
        }
        for (Future<Void> done : threads.invokeAll(tasks)) {
            done.get(60, TimeUnit.SECONDS);
        }
    }

    @FunctionalInterface
    private interface Work {
        void run(int thread) throws Exception;
    }
}
