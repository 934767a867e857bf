// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import dev.dedup.Deduplicator;
import dev.dedup.UnknownOutcomeException;
import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.StoreException;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** One store of a comparison: asks it, and counts what it says and how long it takes. For one thread. */
final class Contender implements AutoCloseable {
    private static final int LATENCY_DIGITS = 3;
    private static final int MOST_FORGOTTEN_AT_ONCE = 10_000;

    private final String name;
    private final ClaimStore store;
    private final Isolation isolation = Isolation.random();
    private final Deduplicator<Sighting> dedup;
    private final Duration deadline;
    private final Histogram latencies = new Histogram(LATENCY_DIGITS);
    private final Map<Verdict, Long> counts = new EnumMap<>(Verdict.class);
    private List<Verdict> verdicts = List.of();
    private long callNanos;
    private long nanos;

    /**
     * Begins, at a place of its own in the store: two names may lead to one store.
     *
     * @param name what to call the store, without credentials
     * @param store where to claim; closed with this
     * @throws IllegalArgumentException if retention or deadline is out of range
     */
    Contender(String name, ClaimStore store, Duration retention, Duration deadline) {
        this.name = name;
        this.store = store;
        this.deadline = deadline;
        this.dedup = Deduplicator.<Sighting>forItems(store, post -> isolation.isolated(post.fingerprint()))
                .retention(retention)
                .deadline(deadline)
                .build();
    }

    /**
     * Claims a post that there is not and gives it back, so that connections and classes are there before anything is measured.
     *
     * @throws RunException if the store fails
     */
    void warmUp() {
        Sighting none = new Sighting("", 0, Isolation.random().isolated(Fingerprint.of(0, 0)));
        try {
            dedup.tryClaim(none);
            dedup.forget(none);
        } catch (UnknownOutcomeException | StoreException e) {
            throw failed("before anything was compared", e, e.getCause());
        }
    }

    /**
     * Claims a batch for good, and keeps verdicts and time until they are counted.
     *
     * @throws RunException if the store does not say of some post whether it is claimed
     */
    void ask(List<Sighting> batch) {
        long start = System.nanoTime();
        try {
            verdicts = dedup.tryClaimAll(batch).verdicts();
        } catch (UnknownOutcomeException e) {
            throw failed(e.items().size() + " posts are unknown to it, and nothing more was compared", e, e.getCause());
        }
        callNanos = System.nanoTime() - start;
    }

    /** Counts the last batch, once every store has answered on it. */
    void count() {
        verdicts.forEach(verdict -> counts.merge(verdict, 1L, Long::sum));
        latencies.recordValue(callNanos);
        nanos += callNanos;
    }

    /** Returns the verdicts on the last batch, in its order. */
    List<Verdict> verdicts() {
        return verdicts;
    }

    String name() {
        return name;
    }

    long count(Verdict verdict) {
        return counts.getOrDefault(verdict, 0L);
    }

    long calls() {
        return latencies.getTotalCount();
    }

    /** Returns how long all counted calls took together. */
    double seconds() {
        return nanos / 1e9;
    }

    double postsPerSecond() {
        long posts = counts.values().stream().mapToLong(Long::longValue).sum();
        return posts / Math.max(seconds(), 1e-9);
    }

    /** Returns the milliseconds within which so many of a hundred calls were answered; 100 for the longest. */
    double latency(double percent) {
        return latencies.getValueAtPercentile(percent) / 1e6;
    }

    /**
     * Removes the claims of the run; stops at the first failure, as claims lapse by themselves.
     *
     * @return why some claims may be left, or empty if none is
     */
    Optional<String> forget(ClaimLog claims) {
        StringBuilder failure = new StringBuilder();
        claims.forEachBatch(Math.min(store.maximumBatchSize(), MOST_FORGOTTEN_AT_ONCE), batch -> {
            forget(batch).ifPresent(failure::append);
            return failure.isEmpty();
        });
        return failure.isEmpty() ? Optional.empty() : Optional.of(failure.toString());
    }

    @Override
    public void close() {
        dedup.close();
    }

    private Optional<String> forget(List<Fingerprint> batch) {
        List<Fingerprint> isolated =
                batch.stream().distinct().map(isolation::isolated).toList();
        return store.forget(isolated, deadline)
                .toCompletableFuture()
                .copy()
                .orTimeout(deadline.toNanos(), TimeUnit.NANOSECONDS)
                .handle((answers, failure) -> failure == null ? failure(answers) : Optional.of(words(failure)))
                .join();
    }

    private static Optional<String> failure(Answers<Boolean> answers) {
        return IntStream.range(0, answers.size())
                .mapToObj(answers::failure)
                .filter(Objects::nonNull)
                .findFirst()
                .map(StoreException::getMessage);
    }

    /** The store's own words. A copy's time-out comes bare, and whatever the store completed with comes wrapped. */
    private static String words(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause == null || cause instanceof TimeoutException
                ? "it did not answer"
                : String.valueOf(cause.getMessage());
    }

    private RunException failed(String what, RuntimeException failure, @Nullable Throwable cause) {
        return RunException.store(
                name + ": the store failed, " + what + " (after " + deadline.toMillis() + " ms at most): "
                        + words(cause),
                failure);
    }
}
