// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import dev.dedup.equivalence.StoreUnderTest;
import dev.dedup.spi.ClaimStore;
import dev.dedup.tck.ContractClock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** One store with a client for each worker. */
final class Bench implements AutoCloseable {
    static final int WORKERS = 3;

    private final String name;
    private final Supplier<ClaimStore> store;
    private final ContractClock clock;
    private final List<ClaimStore> clients;

    Bench(String name, Supplier<ClaimStore> store, ContractClock clock) {
        this.name = name;
        this.store = store;
        this.clock = clock;
        this.clients = new ArrayList<>(Stream.generate(store).limit(WORKERS).toList());
    }

    static Bench of(StoreUnderTest store) {
        return new Bench(store.toString(), store::open, store.clock());
    }

    ClaimStore client(int worker) {
        return clients.get(worker);
    }

    ContractClock clock() {
        return clock;
    }

    /** Closes a worker's client and opens another. */
    void reopen(int worker) {
        clients.get(worker).close();
        clients.set(worker, store.get());
    }

    @Override
    public String toString() {
        return name;
    }

    @Override
    public void close() {
        clients.forEach(ClaimStore::close);
    }
}
