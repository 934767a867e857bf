// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.StoreException;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The stores of a comparison. Each batch goes to all of them, to each as the first in turn. For one thread. */
final class Contenders implements AutoCloseable {
    private final List<Contender> all = new ArrayList<>();
    private final List<Contender> turns = new ArrayList<>();
    private volatile @Nullable String asked;

    /** Begins without any store. */
    Contenders() {}

    /**
     * Opens all stores, or none.
     *
     * @param nanoClock measures calls
     * @throws RunException if a URL or a setting is wrong, or a store cannot be reached
     */
    static Contenders open(List<String> urls, Duration retention, Duration deadline, LongSupplier nanoClock) {
        Contenders contenders = new Contenders();
        try {
            urls.forEach(url -> contenders.all.add(open(url, retention, deadline, nanoClock)));
        } catch (RuntimeException e) {
            contenders.closeAfter(e);
            throw e;
        }
        contenders.turns.addAll(contenders.all);
        return contenders;
    }

    private static Contender open(String url, Duration retention, Duration deadline, LongSupplier nanoClock) {
        String name = StoreUrl.redacted(url);
        ClaimStore store = store(url, name);
        try {
            return new Contender(name, store, retention, deadline, nanoClock);
        } catch (IllegalArgumentException e) {
            store.close();
            throw RunException.usage(String.valueOf(e.getMessage()));
        }
    }

    private static ClaimStore store(String url, String name) {
        try {
            return StoreUrl.open(url);
        } catch (StoreException e) {
            throw RunException.ofStore(name, "--store " + name + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /** Returns the stores in the order in which they were named. */
    List<Contender> all() {
        return Collections.unmodifiableList(all);
    }

    /**
     * Has every store claim a batch without measuring it.
     *
     * @throws RunException if a store fails
     */
    void warmUp(List<Sighting> batch) {
        all.forEach(contender -> ask(contender, () -> contender.warmUp(batch)));
    }

    private void ask(Contender contender, Runnable question) {
        asked = contender.name();
        question.run();
        asked = null;
    }

    /** Returns the name of the store that is being asked; empty if none is. Any thread. */
    Optional<String> asked() {
        return Optional.ofNullable(asked);
    }

    /**
     * Asks every store for a batch.
     *
     * @throws RunException if a store fails; what the others said is not counted then
     */
    void ask(List<Sighting> batch) {
        turns.forEach(contender -> ask(contender, () -> contender.ask(batch)));
        Collections.rotate(turns, -1);
    }

    /** Counts the last batch against what every store should have said. */
    void count(List<Verdict> expected) {
        all.forEach(contender -> contender.count(expected));
    }

    /** Returns what each store said of one post of the last batch, in the order in which they were named. */
    List<Verdict> verdicts(int post) {
        return all.stream().map(contender -> contender.verdicts().get(post)).toList();
    }

    /**
     * Removes claims of the run from all stores at once, so that none uses up the time of another.
     *
     * @return the stores that may hold some of them
     */
    List<Leftover> remove(FingerprintSet claimed, Ending ending) {
        List<CompletableFuture<Optional<Leftover>>> removals = all.stream()
                .map(contender -> CompletableFuture.supplyAsync(
                        () -> contender.remove(claimed, ending),
                        removal -> new Thread(removal, "dedup-removal").start()))
                .toList();
        return removals.stream()
                .map(CompletableFuture::join)
                .flatMap(Optional::stream)
                .toList();
    }

    private void closeAfter(RuntimeException failure) {
        try {
            close();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** Closes all, also if some of them fail. */
    @Override
    public void close() {
        List<RuntimeException> failures = new ArrayList<>();
        for (Contender contender : all) {
            try {
                contender.close();
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            RuntimeException first = failures.remove(0);
            failures.forEach(first::addSuppressed);
            throw first;
        }
    }
}
