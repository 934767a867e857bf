// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import dev.dedup.Deduplicator;
import dev.dedup.UnknownOutcomeException;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/** One store of a comparison: asks it, and counts what it says and how long it takes. For one thread. */
final class Contender implements AutoCloseable {
    private final String name;
    private final ClaimStore store;
    private final Isolation isolation = Isolation.random();
    private final Deduplicator<Sighting> dedup;
    private final Duration deadline;
    private final LongSupplier nanoClock;
    private final CallTimes times = new CallTimes();
    private final Map<Verdict, Long> counts = new EnumMap<>(Verdict.class);
    private List<Verdict> verdicts = List.of();
    private long callNanos;
    private long lost;
    private long repeated;

    /**
     * Begins, at a place of its own in the store: two names may lead to one store.
     *
     * @param name what to call the store, without credentials
     * @param store where to claim; closed with this
     * @param nanoClock measures calls
     * @throws IllegalArgumentException if retention or deadline is out of range
     */
    Contender(String name, ClaimStore store, Duration retention, Duration deadline, LongSupplier nanoClock) {
        this.name = name;
        this.store = store;
        this.deadline = deadline;
        this.nanoClock = nanoClock;
        this.dedup = Deduplicator.<Sighting>forItems(store, post -> isolation.isolated(post.fingerprint()))
                .retention(retention)
                .deadline(deadline)
                .build();
    }

    /**
     * Claims a batch without measuring it.
     *
     * @throws RunException if the store fails
     */
    void warmUp(List<Sighting> batch) {
        try {
            dedup.tryClaimAll(batch);
        } catch (UnknownOutcomeException e) {
            throw failed("before anything was compared", e);
        }
    }

    /**
     * Claims a batch for good, and keeps verdicts and time until they are counted.
     *
     * @throws RunException if the store does not say of some post whether it is claimed
     */
    void ask(List<Sighting> batch) {
        long start = nanoClock.getAsLong();
        try {
            verdicts = dedup.tryClaimAll(batch).verdicts();
        } catch (UnknownOutcomeException e) {
            throw failed(e.items().size() + " posts are unknown to it, and nothing more was compared", e);
        }
        callNanos = nanoClock.getAsLong() - start;
    }

    private RunException failed(String what, UnknownOutcomeException failure) {
        return RunException.ofStore(
                name, Failures.ofStore(name + ": the store failed, " + what, deadline, failure.getCause()), failure);
    }

    /** Counts the last batch, once every store has answered on it, against what it should have said. */
    void count(List<Verdict> expected) {
        times.add(callNanos);
        for (int i = 0; i < verdicts.size(); i++) {
            Verdict verdict = verdicts.get(i);
            counts.merge(verdict, 1L, Long::sum);
            lost += expected.get(i) == Verdict.CLAIMED && verdict != Verdict.CLAIMED ? 1 : 0;
            repeated += expected.get(i) != Verdict.CLAIMED && verdict == Verdict.CLAIMED ? 1 : 0;
        }
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

    /** Returns how many posts the store did not give to the run though it claimed them first. */
    long lost() {
        return lost;
    }

    /** Returns how many posts the store gave to the run once more. */
    long repeated() {
        return repeated;
    }

    CallTimes times() {
        return times;
    }

    /** Returns the posts over the time of all calls; empty if there was none. */
    OptionalDouble postsPerSecond() {
        long posts = counts.values().stream().mapToLong(Long::longValue).sum();
        return times.seconds() > 0 ? OptionalDouble.of(posts / times.seconds()) : OptionalDouble.empty();
    }

    /**
     * Removes claims of the run. Any thread.
     *
     * @return what may be left of them, or empty if nothing is
     */
    Optional<Leftover> remove(FingerprintSet claimed, Ending ending) {
        return new Removal(name, store, isolation::isolated, deadline, ending).remove(claimed);
    }

    @Override
    public void close() {
        dedup.close();
    }
}
