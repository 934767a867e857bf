// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.workers;

import dev.dedup.Deduplicator;
import dev.dedup.LeaseLostException;
import dev.dedup.Outcome;
import dev.dedup.UnknownOutcomeException;
import dev.dedup.equivalence.ChildJvm;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimStoreProvider;
import dev.dedup.spi.StoreException;
import dev.dedup.tweet.Tweet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * A worker: writes each post of its input to the sink unless somebody has, and ends when every post is settled.
 *
 * <p>It may be killed at any moment. What the store does not answer it asks again, for as long as it takes; but it ends with the
 * process that started it.
 */
final class WorkerProcess {
    /** What a sink of some use takes at most, before the post is in it and after. */
    private static final Duration SLOWNESS = Duration.ofMillis(4);

    /** From one question to the next. */
    private static final Duration TURN = Duration.ofMillis(8);

    private static final Duration PAUSE = Duration.ofMillis(50);

    private final String life;
    private final Sink sink;
    private final Deduplicator<Tweet> deduplicator;

    private WorkerProcess(String life, Sink sink, Deduplicator<Tweet> deduplicator) {
        this.life = life;
        this.sink = sink;
        this.deduplicator = deduplicator;
    }

    /** Arguments: the name of this life of this worker, the lease time, the input and the sink. */
    public static void main(String[] arguments) throws IOException {
        ChildJvm.endWithParent();
        List<Integer> input = Files.readAllLines(Path.of(arguments[2])).stream()
                .map(Integer::valueOf)
                .toList();
        try (Deduplicator<Tweet> deduplicator = Deduplicator.forTweets(open(ChildJvm.storeUrl()))
                .leaseTime(Duration.parse(arguments[1]))
                .build()) {
            new WorkerProcess(arguments[0], new Sink(Path.of(arguments[3])), deduplicator).drain(input);
        }
    }

    /** The server may just have been killed. */
    private static ClaimStore open(String url) {
        while (true) {
            try {
                return ClaimStoreProvider.openStore(url);
            } catch (StoreException e) {
                if (!e.isRetryable()) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    /** All workers derive from the clock, which is one for all, where in the input to ask: so they ask for one post at one moment. */
    private void drain(List<Integer> input) {
        NavigableMap<Integer, Integer> left = new TreeMap<>();
        input.forEach(post -> left.put(left.size(), post));
        while (!left.isEmpty()) {
            int place = (int) Math.floorMod(awaitTurn(), (long) input.size());
            int next = Objects.requireNonNullElseGet(left.ceilingKey(place), left::firstKey);
            if (isSettled(Objects.requireNonNull(left.get(next)))) {
                left.remove(next);
            }
        }
    }

    private static long awaitTurn() {
        long turn = Math.floorDiv(System.nanoTime(), TURN.toNanos()) + 1;
        long wait = turn * TURN.toNanos() - System.nanoTime();
        while (wait > 0) {
            LockSupport.parkNanos(wait);
            wait = turn * TURN.toNanos() - System.nanoTime();
        }
        return turn;
    }

    private boolean isSettled(int post) {
        long asked = System.nanoTime();
        try {
            Outcome outcome = deduplicator.processOnce(tweet(post), tweet -> write(post, asked));
            if (outcome == Outcome.PROCESSED) {
                say(Sink.Word.CONFIRMED, post, asked);
            }
            return outcome != Outcome.IN_FLIGHT;
        } catch (UnknownOutcomeException e) {
            return e.operation() == UnknownOutcomeException.Operation.CONFIRM && isConfirmed(post, asked, e);
        } catch (LeaseLostException e) {
            say(Sink.Word.LAPSED, post, asked);
            return true;
        }
    }

    /** It is written: now the store must come to know. */
    private boolean isConfirmed(int post, long asked, UnknownOutcomeException unknown) {
        UnknownOutcomeException last = unknown;
        while (true) {
            try {
                last.retry();
                say(Sink.Word.CONFIRMED, post, asked);
                return true;
            } catch (UnknownOutcomeException again) {
                last = again;
            } catch (LeaseLostException e) {
                say(Sink.Word.LAPSED, post, asked);
                return true;
            }
        }
    }

    private void write(int post, long asked) {
        takeTime();
        say(Sink.Word.WRITTEN, post, asked);
        takeTime();
    }

    private void say(Sink.Word word, int post, long asked) {
        sink.write(new Sink.Line(life, post, word, Duration.ofNanos(System.nanoTime() - asked)));
    }

    private static void takeTime() {
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(SLOWNESS.toNanos()));
    }

    private static Tweet tweet(int post) {
        return Tweet.of("worker", "post " + post);
    }
}
