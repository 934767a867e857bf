// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * What the stores of a run said of the same posts, and where one of them erred.
 *
 * <p>As the run is alone at its place in each store, it knows what is right: the first sighting of a post is unique, each further one
 * a duplicate.
 *
 * <p>For one thread, and for another that ends it, also while the first still waits for a store, and then reads it.
 */
final class Comparison {
    static final int SINGLE_WARM_UPS = 20;
    static final int BATCH_WARM_UPS = 3;

    private static final int DIFFERENCES_KEPT = 10;

    private final Contenders contenders;
    private final LongSupplier nanoClock;
    private final List<Judgement> firstDifferences = new ArrayList<>();
    private FingerprintSet claimed = new FingerprintSet();
    private long compared;
    private long differing;
    private long begun;
    private long answered;
    private boolean isEnded;

    /**
     * Begins.
     *
     * @param nanoClock measures how long the comparison takes
     */
    Comparison(Contenders contenders, LongSupplier nanoClock) {
        this.contenders = contenders;
        this.nanoClock = nanoClock;
    }

    /**
     * Has every store claim a batch; before the first, others that are not measured.
     *
     * @param ending how long there is for cleaning up after a signal
     * @throws RunException if a store fails; the batch is in no count then, and may be held by any of them
     */
    void compare(List<Sighting> batch, Ending ending) {
        if (compared == 0) {
            warmUp(batch.size(), ending);
            begun = nanoClock.getAsLong();
        }
        List<Verdict> expected = note(batch);
        contenders.ask(batch);
        count(batch, expected);
    }

    /** What a store says when the comparison has ended without it is not heard. */
    private synchronized void count(List<Sighting> batch, List<Verdict> expected) {
        requireNotEnded();
        answered = nanoClock.getAsLong();
        contenders.count(expected);
        compared += batch.size();
        for (int i = 0; i < batch.size(); i++) {
            judge(new Judgement(batch.get(i), expected.get(i), contenders.verdicts(i)));
        }
    }

    /**
     * Has every store claim posts that there are not, and removes them, so that connections, classes and compiled code are there before
     * anything is measured: one at a time, and as many at a time as will be. A store that cannot remove is found before it has much to
     * remove.
     */
    private void warmUp(int batchSize, Ending ending) {
        for (int i = 0; i < SINGLE_WARM_UPS; i++) {
            warmUpWith(1);
        }
        removeWarmUp(ending);
        for (int i = 0; i < BATCH_WARM_UPS; i++) {
            warmUpWith(batchSize);
            removeWarmUp(ending);
        }
    }

    private void warmUpWith(int size) {
        Isolation nowhere = Isolation.random();
        List<Sighting> batch = IntStream.range(0, size)
                .mapToObj(post -> nowhere.isolated(Fingerprint.of(0, post)))
                .map(fingerprint -> new Sighting("", 0, fingerprint))
                .toList();
        note(batch);
        contenders.warmUp(batch);
    }

    private void removeWarmUp(Ending ending) {
        for (Leftover left : contenders.remove(claimed, ending)) {
            throw RunException.ofStore(
                    left.store(),
                    left.store() + ": the store failed, before anything was compared, to remove claims: "
                            + left.reason(),
                    null);
        }
        forgetWarmUp();
    }

    private synchronized void forgetWarmUp() {
        requireNotEnded();
        claimed = new FingerprintSet();
    }

    private void requireNotEnded() {
        if (isEnded) {
            throw new CancellationException("the comparison has ended");
        }
    }

    /**
     * Ends the comparison: nothing more is claimed or counted, and all can be read.
     *
     * @return the store that is being asked, and may be for long; empty if none is
     */
    synchronized Optional<String> end() {
        isEnded = true;
        return contenders.asked();
    }

    /** Notes what is about to be claimed, and returns what the stores should say: before they are asked, as they may fail. */
    private synchronized List<Verdict> note(List<Sighting> batch) {
        requireNotEnded();
        return batch.stream()
                .map(post -> claimed.add(post.fingerprint()) ? Verdict.CLAIMED : Verdict.DUPLICATE)
                .toList();
    }

    private void judge(Judgement found) {
        if (found.verdicts().stream().anyMatch(verdict -> verdict != found.expected())) {
            differing++;
            if (firstDifferences.size() < DIFFERENCES_KEPT) {
                firstDifferences.add(found);
            }
        }
    }

    /**
     * Removes all claims of the run.
     *
     * @return the stores that may hold some of them
     */
    List<Leftover> remove(Ending ending) {
        return contenders.remove(claimed, ending);
    }

    List<Contender> contenders() {
        return contenders.all();
    }

    /** Returns the first posts of which a store says something wrong, in input order. */
    List<Judgement> firstDifferences() {
        return Collections.unmodifiableList(firstDifferences);
    }

    /** Returns on how many posts every store has answered. */
    long compared() {
        return compared;
    }

    /** Returns of how many posts a store said something wrong. */
    long differing() {
        return differing;
    }

    /** Returns how long the first of the claims had to be held for the last to meet it. */
    Duration elapsed() {
        return compared == 0 ? Duration.ZERO : Duration.ofNanos(answered - begun);
    }
}
