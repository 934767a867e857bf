// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.history;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One thread that does something at random to the posts whose turn it is, and writes down what it saw. */
final class Scraper {
    private static final int OPERATIONS_PER_TURN = 6;
    private static final Duration LONG = Duration.ofHours(1);
    /** As a part of a turn: what is held so long comes free while others ask for it. */
    private static final int SHORT = 4;

    private final ClaimStore store;
    private final Duration patience;
    private final int process;
    private final int thread;
    private final SplittableRandom random;
    private final List<Event> events = new ArrayList<>();
    private ClaimToken token = ClaimToken.random();

    Scraper(ClaimStore store, Duration patience, int process, int thread) {
        this.store = store;
        this.patience = patience;
        this.process = process;
        this.thread = thread;
        this.random = new SplittableRandom(31L * process + thread);
    }

    /** Takes part in all turns, but for those that are over when the one before is done with. */
    List<Event> run(Schedule schedule) {
        for (int turn = schedule.next(-1); turn < schedule.turns(); turn = schedule.next(turn)) {
            schedule.await(turn);
            for (int i = 0; i < OPERATIONS_PER_TURN && !schedule.isOver(turn); i++) {
                act(schedule, posts(turn));
                LockSupport.parkNanos(random.nextLong(schedule.turn().toNanos() / OPERATIONS_PER_TURN));
            }
        }
        return events;
    }

    /** One of the turn's posts, or all. */
    private List<Integer> posts(int turn) {
        int first = turn * Schedule.POSTS_PER_TURN;
        int choice = random.nextInt(Schedule.POSTS_PER_TURN + 1);
        return choice < Schedule.POSTS_PER_TURN
                ? List.of(first + choice)
                : IntStream.range(first, first + Schedule.POSTS_PER_TURN)
                        .boxed()
                        .toList();
    }

    private void act(Schedule schedule, List<Integer> posts) {
        switch (random.nextInt(12)) {
            case 0, 1 -> claim(schedule, posts, ClaimState.CONFIRMED, LONG);
            case 2, 3 -> claim(schedule, posts, ClaimState.LEASED, LONG);
            case 4, 5 ->
                claim(schedule, posts, ClaimState.LEASED, schedule.turn().dividedBy(SHORT));
            case 6 -> ask(schedule, posts, Event.Operation.CLAIM, ClaimState.CONFIRMED, LONG);
            case 7 -> ask(schedule, posts, Event.Operation.RENEW, ClaimState.CONFIRMED, LONG);
            case 8, 9 -> ask(schedule, posts, Event.Operation.RELEASE, ClaimState.CONFIRMED, LONG);
            case 10 -> ask(schedule, posts, Event.Operation.FORGET, ClaimState.CONFIRMED, LONG);
            default -> ask(schedule, posts, Event.Operation.LOOKUP, ClaimState.CONFIRMED, LONG);
        }
    }

    /** A call of its own, under whose token the thread asks from now on. */
    private void claim(Schedule schedule, List<Integer> posts, ClaimState state, Duration hold) {
        token = ClaimToken.random();
        ask(schedule, posts, Event.Operation.CLAIM, state, hold);
    }

    private void ask(
            Schedule schedule, List<Integer> posts, Event.Operation operation, ClaimState state, Duration hold) {
        List<Fingerprint> keys = posts.stream().map(schedule::post).toList();
        long invoked = System.nanoTime();
        List<String> answers = answers(posts.size(), stage(operation, keys, state, hold));
        long responded = System.nanoTime();
        for (int i = 0; i < posts.size(); i++) {
            events.add(new Event(
                    process, thread, posts.get(i), operation, token, state, hold, invoked, responded, answers.get(i)));
        }
    }

    private CompletionStage<? extends Answers<?>> stage(
            Event.Operation operation, List<Fingerprint> keys, ClaimState state, Duration hold) {
        return switch (operation) {
            case CLAIM -> store.claim(new ClaimRequest(keys, token, state, hold, patience));
            case RENEW -> store.renew(new ClaimRequest(keys, token, state, hold, patience));
            case RELEASE -> store.release(keys, token, patience);
            case FORGET -> store.forget(keys, patience);
            case LOOKUP -> store.lookup(keys, patience);
        };
    }

    /** Waits; a stage that fails as a whole leaves every answer unknown. */
    private static List<String> answers(int size, CompletionStage<? extends Answers<?>> stage) {
        Optional<Answers<?>> answers = stage.<Optional<Answers<?>>>handle(
                        (answered, failure) -> Optional.ofNullable(answered))
                .toCompletableFuture()
                .join();
        return IntStream.range(0, size)
                .mapToObj(i -> answers.map(all -> shown(all.value(i))).orElse(Event.UNKNOWN))
                .toList();
    }

    private static String shown(@Nullable Object answer) {
        if (answer instanceof Optional<?> found) {
            return Event.shown(found.map(ClaimRecord.class::cast));
        }
        return answer == null ? Event.UNKNOWN : answer.toString();
    }
}
