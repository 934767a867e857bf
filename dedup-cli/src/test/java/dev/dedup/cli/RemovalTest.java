// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.memory.InMemoryClaimStore;
import dev.dedup.spi.Answers;
import dev.dedup.spi.StoreException;
import dev.dedup.testservers.claims.ForwardingStore;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Claims of a run are removed as far as the store lets it; what is left is told with the reason. */
class RemovalTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(60);

    private final Scripted store = new Scripted();
    private final FingerprintSet claimed = new FingerprintSet();
    private final Ending ending = new Ending(new Console(new PrintStream(PrintStream.nullOutputStream())), SHORT);

    /** A store that answers as it is told, and then that it has removed all. */
    private static final class Scripted extends ForwardingStore {
        private final Deque<Function<List<Fingerprint>, CompletionStage<Answers<Boolean>>>> answers =
                new ArrayDeque<>();
        private final List<List<Fingerprint>> requests = new ArrayList<>();

        Scripted() {
            super(InMemoryClaimStore.create());
        }

        @Override
        public CompletionStage<Answers<Boolean>> forget(List<Fingerprint> fingerprints, Duration timeLeft) {
            requests.add(fingerprints);
            return answers.isEmpty() ? all(fingerprints) : answers.remove().apply(fingerprints);
        }

        private static CompletionStage<Answers<Boolean>> all(List<Fingerprint> fingerprints) {
            return CompletableFuture.completedFuture(
                    Answers.of(fingerprints.stream().map(any -> true).toList()));
        }

        @Override
        public int maximumBatchSize() {
            return 10;
        }
    }

    private static CompletionStage<Answers<Boolean>> failed(boolean retryable) {
        return CompletableFuture.failedFuture(
                retryable
                        ? StoreException.retryable("scripted", "forget", "busy", null)
                        : StoreException.permanent("scripted", "forget", "not permitted", null));
    }

    private Optional<Leftover> remove(Duration deadline) {
        return new Removal("one", store, fingerprint -> Fingerprint.of(~fingerprint.high(), 7), deadline, ending)
                .remove(claimed);
    }

    @BeforeEach
    void claim() {
        LongStream.range(0, 25).forEach(i -> claimed.add(Fingerprint.of(i, i)));
    }

    @Test
    void removesAllInBatchesWhereTheyWereClaimed() {
        assertThat(remove(LONG)).isEmpty();

        assertThat(store.requests).hasSize(3).allMatch(batch -> batch.size() <= 10);
        assertThat(store.requests.stream().flatMap(List::stream))
                .containsExactlyInAnyOrderElementsOf(LongStream.range(0, 25)
                        .mapToObj(i -> Fingerprint.of(~i, 7))
                        .toList());
    }

    @Test
    void asksAgainAfterAFailureThatMayPass() {
        store.answers.add(batch -> failed(true));
        store.answers.add(batch -> failed(true));

        assertThat(remove(LONG)).isEmpty();
        assertThat(store.requests).hasSize(5);
    }

    @Test
    void asksAgainForWhatWasLeftOutAlone() {
        store.answers.add(batch -> {
            Answers.Builder<Boolean> some = Answers.builder(batch.size());
            some.value(0, true).failure(1, StoreException.retryable("scripted", "forget", "throttled", null));
            return CompletableFuture.completedFuture(some.build("scripted", "forget"));
        });

        assertThat(remove(LONG)).isEmpty();
        assertThat(store.requests.get(1)).isEqualTo(store.requests.get(0).subList(1, 10));
    }

    @Test
    void oneAnswerThatIsAFailureForGoodIsTold() {
        store.answers.add(batch -> {
            Answers.Builder<Boolean> some = Answers.builder(batch.size());
            for (int i = 0; i < batch.size() - 1; i++) {
                some.value(i, true);
            }
            some.failure(batch.size() - 1, StoreException.permanent("scripted", "forget", "not permitted", null));
            return CompletableFuture.completedFuture(some.build("scripted", "forget"));
        });

        assertThat(remove(LONG)).contains(new Leftover("one", 16, "scripted: forget failed: not permitted"));
    }

    @Test
    void failureForGoodEndsIt() {
        store.answers.add(Scripted::all);
        store.answers.add(batch -> failed(false));

        assertThat(remove(LONG)).contains(new Leftover("one", 15, "scripted: forget failed: not permitted"));
        assertThat(store.requests).hasSize(2);
    }

    /** So long that the machine may stand still for a while. */
    @Test
    void failureThatDoesNotPassEndsItAtTheDeadline() {
        for (int i = 0; i < 100; i++) {
            store.answers.add(batch -> failed(true));
        }

        assertThat(remove(Duration.ofSeconds(2))).contains(new Leftover("one", 25, "scripted: forget failed: busy"));
        assertThat(store.requests).hasSizeLessThan(20);
    }

    @Test
    @Timeout(60)
    void storeThatNeverAnswersIsTold() {
        for (int i = 0; i < 100; i++) {
            store.answers.add(batch -> new CompletableFuture<>());
        }

        assertThat(remove(SHORT)).contains(new Leftover("one", 25, "it did not answer"));
    }

    @Test
    @Timeout(60)
    void answerThatIsLostIsAskedForAgain() {
        store.answers.add(batch -> new CompletableFuture<>());

        assertThat(remove(Duration.ofSeconds(4))).isEmpty();
    }

    @Test
    void storeThatThrowsOrAnswersNonsenseIsTold() {
        store.answers.add(batch -> {
            throw new IllegalStateException("a bug");
        });
        assertThat(remove(LONG)).contains(new Leftover("one", 25, "a bug"));

        store.answers.add(batch -> {
            throw new StackOverflowError();
        });
        assertThat(remove(LONG)).contains(new Leftover("one", 25, "StackOverflowError"));

        store.answers.add(batch -> CompletableFuture.completedFuture(null));
        assertThat(remove(LONG).orElseThrow().reason())
                .contains("it gave null to 10 fingerprints, which is a bug of the store");

        store.answers.add(batch -> CompletableFuture.completedFuture(Answers.of(List.of(true))));
        assertThat(remove(LONG).orElseThrow().reason()).contains("it gave 1 answers to 10 fingerprints");
    }

    @Test
    void signalLeavesAShortTime() {
        ending.close();
        ending.end();
        for (int i = 0; i < 1_000; i++) {
            store.answers.add(batch -> failed(true));
        }

        assertThat(remove(Duration.ofDays(1))).isPresent();
        assertThat(ending.atMost(LONG)).isLessThan(LONG);
    }
}
