// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dedup.spi.Answers;
import dev.dedup.spi.StoreException;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ReplyTest {
    private final StoreException lost = StoreException.retryable("reference", "claim", "no connection", null);

    @Test
    void keepsValuesAndFailuresInOrder() {
        Reply<Verdict> reply = reply(
                2,
                answers(Answers.<Verdict>builder(2)
                        .value(0, Verdict.CLAIMED)
                        .failure(1, lost)
                        .build("reference", "claim")));

        assertThat(reply.failed()).isTrue();
        assertThatThrownBy(reply::values).isInstanceOf(AssertionError.class).hasCause(lost);
        assertThatThrownBy(reply::failures).isInstanceOf(AssertionError.class).hasMessageContaining("gave CLAIMED");
    }

    @Test
    void givesTheFailureOfAStageToEveryFingerprint() {
        assertThat(reply(3, () -> CompletableFuture.failedFuture(lost)).failures())
                .containsExactly(lost, lost, lost);
    }

    @Test
    void refusesAnotherFailureThanThoseOfStores() {
        Reply<Verdict> reply = reply(1, () -> CompletableFuture.failedFuture(new IllegalStateException("broken")));

        assertThatThrownBy(reply::failures).isInstanceOf(AssertionError.class).hasMessageContaining("broken");
    }

    @Test
    void refusesTheWrongNumberOfAnswers() {
        assertThatThrownBy(() -> reply(2, answers(Answers.of(List.of(Verdict.CLAIMED)))))
                .isInstanceOf(AssertionError.class)
                .hasMessage("claim of 2 fingerprints gave 1 answers");
    }

    @Test
    void refusesAnExceptionOfTheCall() {
        assertThatThrownBy(() -> reply(1, () -> {
                    throw lost;
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("instead of failing through its stage");
    }

    @Test
    void refusesAStageThatDoesNotComplete() {
        assertThatThrownBy(() -> reply(1, CompletableFuture::new))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("did not complete its stage within PT0.01S");
    }

    private static Supplier<CompletionStage<Answers<Verdict>>> answers(Answers<Verdict> answers) {
        return () -> CompletableFuture.completedFuture(answers);
    }

    private static Reply<Verdict> reply(int size, Supplier<CompletionStage<Answers<Verdict>>> question) {
        return Reply.to("claim", size, Duration.ofMillis(10), question);
    }
}
