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
import dev.dedup.spi.StoreException;
import dev.dedup.testservers.claims.Together;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One thread that does something at random to the posts whose turn it is, and writes down what it saw. */
final class Scraper {
    private static final int OPERATIONS_PER_TURN = 6;

    /** One in so many operations is at the posts of an earlier turn: what has become of them meanwhile? */
    private static final int REVISITS = 4;

    private static final int POSTS_PER_LOOK = 10;
    private static final Duration LONG = Duration.ofHours(1);
    /** As a part of a turn: what is held so long comes free while others ask for it. */
    private static final int SHORT = 4;

    /** What a store may need beyond the time that it was given: it fails the test, where no answer in that time does not. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final ClaimStore store;
    private final Duration patience;
    private final Schedule schedule;
    private final int process;
    private final int thread;
    private final SplittableRandom random;
    private final List<Event> events = new ArrayList<>();
    private ClaimToken token;
    private List<Integer> claimed = List.of();

    Scraper(ClaimStore store, Duration patience, Schedule schedule, int process, int thread) {
        this.store = store;
        this.patience = patience;
        this.schedule = schedule;
        this.process = process;
        this.thread = thread;
        this.random = schedule.random(process, thread);
        this.token = new ClaimToken(random.nextLong());
    }

    /** Runs some at once, each on a thread of its own, and tells what they have seen. */
    static List<Event> runAll(int count, IntFunction<Scraper> scrapers) {
        List<Scraper> all = IntStream.range(0, count).mapToObj(scrapers).toList();
        List<CompletableFuture<List<Event>>> running = all.stream()
                .map(scraper -> Together.start(scraper::run).orTimeout(scraper.limit(), TimeUnit.MILLISECONDS))
                .toList();
        return running.stream().flatMap(events -> events.join().stream()).toList();
    }

    /** Takes part in all turns, but for those that are over when the one before is done with. */
    private List<Event> run() {
        for (int turn = schedule.next(-1); turn < schedule.turns(); turn = schedule.next(turn)) {
            schedule.await(turn);
            for (int i = 0; i < OPERATIONS_PER_TURN && !schedule.isOver(turn); i++) {
                act(posts(turn));
                LockSupport.parkNanos(random.nextLong(schedule.turn().toNanos() / OPERATIONS_PER_TURN));
            }
        }
        return events;
    }

    /** Looks at posts when everybody else has come to an end, and then claims them. */
    List<Event> lookAt(List<Integer> posts) {
        for (int from = 0; from < posts.size(); from += POSTS_PER_LOOK) {
            List<Integer> some = posts.subList(from, Math.min(from + POSTS_PER_LOOK, posts.size()));
            ask(some, Event.Operation.LOOKUP, ClaimState.CONFIRMED, LONG);
            claim(some, ClaimState.CONFIRMED, LONG);
        }
        return events;
    }

    /** In milliseconds: from before the first turn to after the last. */
    private long limit() {
        return schedule.time().plus(patience).plus(GRACE).toMillis();
    }

    /** One of the turn's posts, or all; or of an earlier turn's. */
    private List<Integer> posts(int turn) {
        boolean revisits = turn > 0 && random.nextInt(REVISITS) == 0;
        int first = (revisits ? random.nextInt(turn) : turn) * Schedule.POSTS_PER_TURN;
        int choice = random.nextInt(Schedule.POSTS_PER_TURN + 1);
        return choice < Schedule.POSTS_PER_TURN
                ? List.of(first + choice)
                : IntStream.range(first, first + Schedule.POSTS_PER_TURN)
                        .boxed()
                        .toList();
    }

    private void act(List<Integer> posts) {
        switch (random.nextInt(15)) {
            case 0, 1, 2, 3, 4, 5 -> claim(posts, state(), hold());
            case 6, 7 -> ask(claimed.isEmpty() ? posts : claimed, Event.Operation.CLAIM, state(), hold());
            case 8, 9, 10 -> ask(posts, Event.Operation.RENEW, state(), hold());
            case 11, 12 -> ask(posts, Event.Operation.RELEASE, ClaimState.CONFIRMED, LONG);
            case 13 -> ask(posts, Event.Operation.FORGET, ClaimState.CONFIRMED, LONG);
            default -> ask(posts, Event.Operation.LOOKUP, ClaimState.CONFIRMED, LONG);
        }
    }

    private ClaimState state() {
        return random.nextInt(3) == 0 ? ClaimState.CONFIRMED : ClaimState.LEASED;
    }

    private Duration hold() {
        return switch (random.nextInt(5)) {
            case 0, 1 -> LONG;
            case 2 -> ClaimRequest.FOREVER;
            default -> schedule.turn().dividedBy(SHORT);
        };
    }

    /** A call of its own, under whose token the thread asks from now on, and that it may repeat. */
    private void claim(List<Integer> posts, ClaimState state, Duration hold) {
        claimed = posts;
        token = new ClaimToken(random.nextLong());
        ask(posts, Event.Operation.CLAIM, state, hold);
    }

    private void ask(List<Integer> posts, Event.Operation operation, ClaimState state, Duration hold) {
        List<Fingerprint> keys = posts.stream().map(schedule::post).toList();
        long invoked = System.nanoTime();
        List<String> answers = answers(posts.size(), stage(operation, keys, state, hold), patience.plus(GRACE));
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

    /**
     * Waits; a store that fails as a whole leaves every answer unknown.
     *
     * @throws CompletionException if it fails by anything but a {@link StoreException}, or says nothing at all until the limit
     */
    static List<String> answers(int size, CompletionStage<? extends Answers<?>> stage, Duration limit) {
        Optional<Answers<?>> answers = stage.<Optional<Answers<?>>>thenApply(Optional::of)
                .toCompletableFuture()
                .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(Scraper::unknown)
                .join();
        return IntStream.range(0, size)
                .mapToObj(i -> answers.map(all -> shown(all.value(i))).orElse(Event.UNKNOWN))
                .toList();
    }

    private static Optional<Answers<?>> unknown(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof StoreException) {
            return Optional.empty();
        }
        throw new CompletionException("a store fails by a StoreException, within its time; not by " + cause, cause);
    }

    private static String shown(@Nullable Object answer) {
        if (answer instanceof Optional<?> found) {
            return Event.shown(found.map(ClaimRecord.class::cast));
        }
        return answer == null ? Event.UNKNOWN : answer.toString();
    }
}
