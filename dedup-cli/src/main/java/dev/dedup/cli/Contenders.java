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

/** The stores of a comparison. Each batch goes to all of them, to each as the first in turn. For one thread. */
final class Contenders implements AutoCloseable {
    static final int WARM_UPS = 20;

    private final List<Contender> all = new ArrayList<>();
    private final List<Contender> turns = new ArrayList<>();

    private Contenders() {}

    /**
     * Opens all stores, or none.
     *
     * @throws RunException if a URL or a setting is wrong, or a store cannot be reached
     */
    static Contenders open(List<String> urls, Duration retention, Duration deadline) {
        Contenders contenders = new Contenders();
        try {
            urls.forEach(url -> contenders.all.add(open(url, retention, deadline)));
        } catch (RuntimeException e) {
            contenders.close();
            throw e;
        }
        contenders.turns.addAll(contenders.all);
        return contenders;
    }

    private static Contender open(String url, Duration retention, Duration deadline) {
        String name = StoreUrl.redacted(url);
        ClaimStore store = store(url, name);
        try {
            return new Contender(name, store, retention, deadline);
        } catch (IllegalArgumentException e) {
            store.close();
            throw RunException.usage(String.valueOf(e.getMessage()));
        }
    }

    private static ClaimStore store(String url, String name) {
        try {
            return StoreUrl.open(url);
        } catch (StoreException e) {
            throw RunException.store("--store " + name + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /** Returns the stores in the order in which they were named. */
    List<Contender> all() {
        return Collections.unmodifiableList(all);
    }

    /**
     * Has every store answer a few times before anything is measured.
     *
     * @throws RunException if a store fails
     */
    void warmUp() {
        for (int i = 0; i < WARM_UPS; i++) {
            all.forEach(Contender::warmUp);
        }
    }

    /**
     * Asks every store for a batch, and counts the answers once all have given one.
     *
     * @throws RunException if a store fails
     */
    void ask(List<Sighting> batch) {
        turns.forEach(contender -> contender.ask(batch));
        Collections.rotate(turns, -1);
        all.forEach(Contender::count);
    }

    /** Returns what each store said of one post of the last batch, in the order in which they were named. */
    List<Verdict> verdicts(int post) {
        return all.stream().map(contender -> contender.verdicts().get(post)).toList();
    }

    @Override
    public void close() {
        all.forEach(Contender::close);
    }
}
