// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Removes from a store what a run has claimed there. For one thread. */
final class Removal {
    private static final int MOST_AT_ONCE = 10_000;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);

    private final String name;
    private final ClaimStore store;
    private final UnaryOperator<Fingerprint> place;
    private final Duration deadline;
    private final Ending ending;
    private long removed;
    private @Nullable Throwable failure;

    /**
     * Prepares.
     *
     * @param name what to call the store, without credentials
     * @param place where in the store a fingerprint of the run was claimed
     * @param deadline how long to try again with a batch
     * @param ending how long there is after a signal
     */
    Removal(String name, ClaimStore store, UnaryOperator<Fingerprint> place, Duration deadline, Ending ending) {
        this.name = name;
        this.store = store;
        this.place = place;
        this.deadline = deadline;
        this.ending = ending;
    }

    /**
     * What a request left of its batch, and why.
     *
     * @param failure null if nothing is left; a bare {@link TimeoutException} if there was no answer in time
     */
    private record Rest(List<Fingerprint> left, @Nullable Throwable failure) {
        boolean mayPass() {
            return failure instanceof TimeoutException
                    || (failure instanceof StoreException known && known.isRetryable());
        }
    }

    /**
     * Removes claims, as far as the store lets it; a batch that stays ends it, as the others would fare no better.
     *
     * @return what may be left of them, or empty if nothing is
     */
    Optional<Leftover> remove(FingerprintSet claimed) {
        claimed.forEachBatch(Math.min(store.maximumBatchSize(), MOST_AT_ONCE), batch -> {
            Rest rest = removeAll(batch.stream().map(place).toList());
            removed += batch.size() - rest.left().size();
            failure = rest.failure();
            return rest.failure() == null;
        });
        return Optional.ofNullable(failure)
                .map(why -> new Leftover(name, claimed.size() - removed, Failures.words(why)));
    }

    private Rest removeAll(List<Fingerprint> batch) {
        long start = System.nanoTime();
        Duration pause = FIRST_PAUSE;
        Rest rest = request(new Rest(batch, new TimeoutException()), timeLeft(start));
        while (rest.mayPass() && timeLeft(start).compareTo(pause) > 0 && isOver(pause)) {
            rest = request(rest, timeLeft(start));
            pause = pause.multipliedBy(2);
        }
        return rest;
    }

    private Duration timeLeft(long start) {
        return ending.atMost(deadline.minusNanos(System.nanoTime() - start));
    }

    /** Waits; says false if the thread was interrupted instead. */
    private static boolean isOver(Duration pause) {
        try {
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Asks for what a request has left, unless there is no time for it. A request gets half of the time, so that one whose answer is
     * lost is not the last.
     */
    private Rest request(Rest before, Duration timeLeft) {
        Duration time = timeLeft.dividedBy(2);
        if (time.toMillis() < 1) {
            return before;
        }
        List<Fingerprint> batch = before.left();
        try {
            Answers<Boolean> answers = store.forget(batch, time)
                    .toCompletableFuture()
                    .copy()
                    .orTimeout(time.toNanos(), TimeUnit.NANOSECONDS)
                    .join();
            return rest(batch, answers);
        } catch (RuntimeException | Error e) {
            // Whatever a store does, the others are still to be cleaned up.
            return new Rest(batch, Failures.unwrapped(e));
        }
    }

    private Rest rest(List<Fingerprint> batch, @Nullable Answers<Boolean> answers) {
        if (answers == null || answers.size() != batch.size()) {
            String problem = "it gave " + (answers == null ? "null" : answers.size() + " answers") + " to "
                    + batch.size() + " fingerprints, which is a bug of the store";
            return new Rest(batch, StoreException.permanent(store.name(), "forget", problem, null));
        }
        int[] unanswered = IntStream.range(0, batch.size())
                .filter(i -> answers.value(i) == null)
                .toArray();
        return unanswered.length == 0
                ? new Rest(List.of(), null)
                : new Rest(IntStream.of(unanswered).mapToObj(batch::get).toList(), answers.failure(unanswered[0]));
    }
}
