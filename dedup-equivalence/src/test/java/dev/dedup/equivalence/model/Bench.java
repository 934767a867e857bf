// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import dev.dedup.equivalence.StoreUnderTest;
import dev.dedup.tck.ContractClock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/** One store, with clients for each setup, and a count of what it was asked at the ends of its claims. */
final class Bench implements AutoCloseable {
    static final int WORKERS = 3;

    private final String name;
    private final ContractClock clock;
    private final Function<Setup, Clients> opening;
    private final Map<Setup, Clients> clients = new EnumMap<>(Setup.class);
    private final Counts edges = new Counts();

    Bench(String name, ContractClock clock, Function<Setup, Clients> opening) {
        this.name = name;
        this.clock = clock;
        this.opening = opening;
    }

    /**
     * Puts a store up.
     *
     * @param remembered adds up what memories in front of it answer
     */
    static Bench of(StoreUnderTest store, LongAdder remembered) {
        return new Bench(
                store.kind() + " (" + store + ")", store.clock(), setup -> Clients.of(store, setup, remembered));
    }

    Clients clients(Setup setup) {
        return clients.computeIfAbsent(setup, opening);
    }

    ContractClock clock() {
        return clock;
    }

    boolean standsStill() {
        return clock.tolerance().isZero();
    }

    /** How long a step's milliseconds are here: half as long again where a step takes some of the time of a short hold. */
    Duration time(int millis) {
        return Duration.ofMillis(standsStill() ? millis : millis + millis / 2);
    }

    /** Steps that asked about a claim at its end: at that instant, or where either answer is right. */
    Counts edges() {
        return edges;
    }

    @Override
    public String toString() {
        return name;
    }

    @Override
    public void close() {
        clients.values().forEach(Clients::close);
    }
}
