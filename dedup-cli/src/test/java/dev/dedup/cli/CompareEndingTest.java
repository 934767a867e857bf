// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dedup.identity.Fingerprint;
import dev.dedup.memory.InMemoryClaimStore;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** A run that is told to end while it waits, for its input or for a store. */
@Timeout(60)
class CompareEndingTest extends Comparing {
    private static final Duration LONG = Duration.ofMinutes(10);

    private final Trickle input;
    private final CompletableFuture<Ending> ending = new CompletableFuture<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private final CompletableFuture<Answers<Verdict>> lateAnswer = new CompletableFuture<>();

    /** A store that at last does not answer, though it does what it was asked for. */
    private final WatchedStore silent = new WatchedStore("silent", InMemoryClaimStore.create(), calls) {
        private int answers = WARM_UPS + 2;

        @Override
        public CompletionStage<Answers<Verdict>> claim(ClaimRequest request) {
            CompletionStage<Answers<Verdict>> answer = super.claim(request);
            return answers-- > 0 ? answer : lateAnswer;
        }
    };

    CompareEndingTest() throws IOException {
        input = new Trickle();
    }

    /** What the run has to wait for has as much time as it wants, but for the run's own patience. */
    private CompletableFuture<Integer> start(String secondUrl) {
        Streams streams = new Streams(input.in(), out, new PrintStream(err, true, StandardCharsets.UTF_8));
        CommandLine command = new CommandLine(new CompareCommand(streams, System::nanoTime, "", console -> {
            ending.complete(new Ending(console, LONG));
            return ending.join();
        }));
        return CompletableFuture.supplyAsync(() -> command.execute(
                "--store", urlOfOne, "--store", secondUrl, "--batch-size", "1", "--deadline", "10m", "--no-progress"));
    }

    private void feed(int posts) throws Exception {
        input.write(Cli.posts(0, posts).getBytes(StandardCharsets.UTF_8));
    }

    /** As a signal does that has been waiting for a while. */
    private void endImpatiently() {
        CompletableFuture<Void> signal = CompletableFuture.runAsync(ending.join()::end);
        Awaitility.await().until(() -> signal.isDone() || ending.join().isAsked());
        ending.join().impatient().complete(null);
    }

    @Test
    void runThatWaitsForItsInputEndsAtOnce() throws Exception {
        CompletableFuture<Integer> run = start(urlOfTwo);
        feed(3);
        Awaitility.await().until(() -> two.asked().size() == warmUpPosts(1) + 3);

        ending.join().end();

        assertThat(run.join()).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).containsPattern("(?m)^compared +3$");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("a signal ended the run")
                .hasLineCount(1);
        assertThat(one.held() + two.held()).isZero();
    }

    /** It gives up long before the deadline, up to which the call itself still waits; an answer that comes then is not counted. */
    @Test
    void runThatWaitsForAStoreWaitsNoLonger() throws Exception {
        CompletableFuture<Integer> run = start(TestStores.put("silent", silent));
        feed(3);
        Awaitility.await().until(() -> silent.asked().size() == warmUpPosts(1) + 3);

        endImpatiently();
        Awaitility.await().until(() -> out.size() > 0);
        lateAnswer.complete(Answers.of(List.of(Verdict.CLAIMED)));

        assertThat(run.join()).isEqualTo(3);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .containsPattern("(?m)^compared +2$")
                .containsPattern("(?m)^2  test://silent +2 +0 +2 ");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains(
                        "test://silent: the store did not answer after the signal, so claims of its last batch may be left",
                        "a signal ended the run")
                .hasLineCount(2);
        assertThat(one.held()).isZero();
    }

    /** It waits for the removal of what it warmed up with: of all stores, and not of the one that it has asked last. */
    @Test
    void runThatWaitsForNoAnswerBlamesNoStore() throws Exception {
        CountDownLatch removing = new CountDownLatch(1);
        CompletableFuture<Answers<Boolean>> unanswered = new CompletableFuture<>();
        WatchedStore stuck = new WatchedStore("stuck", InMemoryClaimStore.create(), calls) {
            @Override
            public CompletionStage<Answers<Boolean>> forget(List<Fingerprint> fingerprints, Duration timeLeft) {
                boolean isFirst = removing.getCount() == 1;
                removing.countDown();
                return isFirst ? unanswered : super.forget(fingerprints, timeLeft);
            }
        };
        CompletableFuture<Integer> run = start(TestStores.put("stuck", stuck));
        feed(1);
        removing.await();

        endImpatiently();

        assertThat(run.join()).isEqualTo(3);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("dedup: the run was given up, as it did not come to its end after the signal\n")
                .doesNotContain("did not answer", "test://");
        assertThat(one.held() + stuck.held()).isZero();
        unanswered.completeExceptionally(new IllegalStateException("nobody waits any more"));
    }

    @Test
    void comparisonThatHasEndedAsksNoStore() {
        try (Contenders contenders = Contenders.open(List.of(urlOfOne), LONG, LONG, System::nanoTime)) {
            Comparison comparison = new Comparison(contenders, System::nanoTime);
            Ending asked = new Ending(new Console(new PrintStream(err, true, StandardCharsets.UTF_8)), LONG);
            comparison.end();

            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(() -> comparison.compare(List.of(new Sighting("a", 1, Fingerprint.of(1, 2))), asked));
            assertThat(one.asked()).isEmpty();
        }
    }
}
