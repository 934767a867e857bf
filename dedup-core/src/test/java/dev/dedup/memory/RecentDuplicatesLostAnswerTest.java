// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import static dev.dedup.memory.Claims.TIME_LEFT;
import static dev.dedup.memory.Claims.key;
import static dev.dedup.memory.Claims.request;
import static dev.dedup.memory.Claims.token;
import static dev.dedup.spi.ClaimState.CONFIRMED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Answers that come late or never. */
class RecentDuplicatesLostAnswerTest {
    private static final Duration HOLD = Duration.ofMinutes(5);

    private final ManualClock clock = new ManualClock(0);
    private final ClaimStore real = InMemoryClaimStore.builder().clock(clock).build();
    private final PendingStore line = new PendingStore(real);
    private final RecentDuplicates memory = RecentDuplicates.inFrontOf(line)
            .clock(clock)
            .nanoTime(() -> 0)
            .maximumAge(Duration.ofMinutes(4))
            .build();

    @Test
    void aRepetitionIsTheStoresToAnswer() {
        remember(1);
        ClaimRequest again = new ClaimRequest(List.of(key(1)), token(40), CONFIRMED, HOLD, TIME_LEFT, true);
        assertThat(memory.claim(again)).isNotCompleted();
    }

    /** The lookup saw the claim of token 1, then it was forgotten, and token 4 took the post without hearing of it. */
    @Test
    void aClaimWhoseAnswerWasLostIsFoundAgain() {
        remember(1);
        new Claims(real).forget(1);
        new Claims(real).claim(1, 40, CONFIRMED, HOLD);
        ClaimRequest again = new ClaimRequest(List.of(key(1)), token(40), CONFIRMED, HOLD, TIME_LEFT, true);
        var answer = memory.claim(again).toCompletableFuture();
        line.settle();
        assertThat(answer.join().value(0)).isEqualTo(Verdict.CLAIMED);
    }

    @Test
    void aClaimThatWasAppliedIsFoundAgainThoughTheAnswerToAForgettingIsOut() {
        askTwice(1);
        var forgetting = memory.forget(List.of(key(1)), TIME_LEFT);
        var third = claim(1, 20);
        line.finish(1);
        assertThat(third).isCompleted();
        line.apply(1);
        line.apply(0);
        var lost = claim(1, 40);
        line.loseAnswer(2);
        line.answer(1);
        assertThat(forgetting).isNotCompleted();
        assertThat(lost).isNotCompleted();
        var again = claim(1, 40);
        line.settle();
        assertThat(again.join().value(0)).isEqualTo(Verdict.CLAIMED);
    }

    @Test
    void forgetsThoughTheAnswerNeverComes() {
        remember(1);
        assertThat(memory.forget(List.of(key(1)), TIME_LEFT)).isNotCompleted();
        line.loseAnswer(0);
        for (int token = 20; token < 30; token++) {
            var answer = claim(1, token);
            assertThat(answer).isNotCompleted();
            line.settle();
        }
    }

    @Test
    void remembersAgainWhenAChangeIsAnswered() {
        remember(1);
        var renewal = memory.renew(request(List.of(key(1)), 10, CONFIRMED, HOLD));
        assertThat(claim(1, 20)).isNotCompleted();
        line.settle();
        assertThat(renewal).isCompleted();
        remember(1);
    }

    @Test
    void anAgeIsCountedFromTheQuestion() {
        askTwice(1);
        var third = claim(1, 12);
        line.finish(0);
        assertThat(third).isCompleted();
        line.apply(0);
        clock.advance(Duration.ofMinutes(3));
        line.answer(0);
        assertThat(claim(1, 20)).isCompleted();
        clock.advance(Duration.ofMinutes(1));
        assertThat(claim(1, 21)).isNotCompleted();
    }

    /** Of claims of one post that are under way together, every second one is looked up until the first look-up is answered. */
    @Test
    void looksUpAHotPostHalfTheTimes() {
        WatchedStore watched = new WatchedStore(real);
        PendingStore crowded = new PendingStore(watched);
        ClaimStore hot = RecentDuplicates.inFrontOf(crowded)
                .clock(clock)
                .nanoTime(() -> 0)
                .build();
        var answers = LongStream.range(0, 51)
                .mapToObj(token -> hot.claim(request(List.of(key(1)), token, CONFIRMED, HOLD)))
                .toList();
        crowded.settle();
        assertThat(answers).allSatisfy(answer -> assertThat(answer).isCompleted());
        assertThat(watched.lookups()).isEqualTo(25);
    }

    private void askTwice(long number) {
        for (int token = 10; token < 12; token++) {
            var answer = claim(number, token);
            line.settle();
            assertThat(answer).isCompleted();
        }
    }

    /** Claims under token 10, and asks until the memory answers. */
    private void remember(long number) {
        for (int token = 10; token < 13; token++) {
            var answer = claim(number, token);
            line.settle();
            assertThat(answer).isCompleted();
        }
        assertThat(claim(number, 13)).isCompleted();
    }

    private CompletableFuture<Answers<Verdict>> claim(long number, long token) {
        return memory.claim(request(List.of(key(number)), token, CONFIRMED, HOLD))
                .toCompletableFuture();
    }
}
