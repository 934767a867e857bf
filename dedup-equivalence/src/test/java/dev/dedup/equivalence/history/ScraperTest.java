// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.history;

import static dev.dedup.equivalence.history.Event.Operation.CLAIM;
import static dev.dedup.equivalence.history.Event.Operation.LOOKUP;
import static dev.dedup.equivalence.history.Event.Operation.RENEW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dedup.memory.InMemoryClaimStore;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.StoreException;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a thread does, and what it takes for an answer. */
class ScraperTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration TURN = Duration.ofMillis(4);
    private static final int TURNS = 200;

    private static List<String> answers(CompletionStage<Answers<Verdict>> stage, Duration limit) {
        return Scraper.answers(2, stage, limit);
    }

    @Test
    void failureOfTheStoreIsNoAnswer() {
        StoreException failure = StoreException.retryable("store", "claim", "away", null);
        assertThat(answers(CompletableFuture.failedFuture(failure), LONG)).containsOnly(Event.UNKNOWN);
        assertThat(answers(
                        CompletableFuture.<Answers<Verdict>>failedFuture(failure)
                                .thenApply(any -> any),
                        LONG))
                .containsOnly(Event.UNKNOWN);
    }

    @Test
    void failureOfOnePostLeavesTheOther() {
        Answers<Verdict> answers =
                Answers.<Verdict>builder(2).value(1, Verdict.CLAIMED).build("store", "claim");
        assertThat(answers(CompletableFuture.completedFuture(answers), LONG)).containsExactly(Event.UNKNOWN, "CLAIMED");
    }

    @Test
    void anyOtherFailureIsTheTests() {
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> answers(CompletableFuture.failedFuture(new IllegalStateException("wrong")), LONG))
                .withMessageContaining("wrong");
    }

    @Test
    void storeThatNeverAnswersFailsTheTest() {
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> answers(new CompletableFuture<>(), Duration.ofMillis(10)))
                .withCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void everythingIsDone() {
        List<Event> events = events(schedule());
        assertThat(events).extracting(Event::operation).contains(Event.Operation.values());
        for (Event.Operation operation : List.of(CLAIM, RENEW)) {
            assertThat(events)
                    .filteredOn(event -> event.operation() == operation)
                    .satisfies(all -> assertThat(all).extracting(Event::state).contains(ClaimState.values()))
                    .extracting(Event::hold)
                    .contains(TURN.dividedBy(4), ClaimRequest.FOREVER);
        }
    }

    @Test
    void earlierPostsAreAskedAboutAgain() {
        Schedule schedule = schedule();
        assertThat(events(schedule)).anyMatch(event -> {
            long turn = (event.invoked() - schedule.begin()) / TURN.toNanos();
            return event.post() / Schedule.POSTS_PER_TURN < turn / 2;
        });
    }

    @Test
    void eachThreadDoesSomethingElse() {
        List<List<Integer>> done = IntStream.range(0, 4)
                .mapToObj(number -> new Schedule(0, TURN, TURNS, 1).random(number % 2, number / 2))
                .map(random -> random.ints(4).boxed().toList())
                .toList();
        assertThat(done).doesNotHaveDuplicates();
    }

    @Test
    void seedSaysWhatIsDone() {
        Schedule schedule = new Schedule(0, TURN, TURNS, 5);
        long first = schedule.random(1, 2).nextLong();
        assertThat(schedule.random(1, 2).nextLong()).isEqualTo(first);
        assertThat(new Schedule(0, TURN, TURNS, 6).random(1, 2).nextLong()).isNotEqualTo(first);
    }

    @Test
    void lookIsFollowedByAClaim() {
        try (ClaimStore store = InMemoryClaimStore.create()) {
            List<Event> events = new Scraper(store, LONG, schedule(), 0, 0)
                    .lookAt(IntStream.range(0, 25).boxed().toList());
            assertThat(events).filteredOn(event -> event.operation() == LOOKUP).hasSize(25);
            assertThat(events)
                    .filteredOn(event -> event.operation() == CLAIM)
                    .hasSize(25)
                    .allMatch(event -> event.answer().equals("CLAIMED"));
        }
    }

    private static List<Event> events(Schedule schedule) {
        try (ClaimStore store = InMemoryClaimStore.create()) {
            return Scraper.runAll(2, thread -> new Scraper(store, LONG, schedule, 0, thread));
        }
    }

    private static Schedule schedule() {
        return new Schedule(System.nanoTime(), TURN, TURNS, 1);
    }
}
