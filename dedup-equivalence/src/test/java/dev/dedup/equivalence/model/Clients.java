// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import dev.dedup.equivalence.StoreUnderTest;
import dev.dedup.memory.RecentDuplicates;
import dev.dedup.spi.ClaimStore;
import dev.dedup.tck.ManualClock;
import dev.dedup.testservers.claims.InsistentStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A client of one store for each worker. */
final class Clients implements AutoCloseable {
    private final Supplier<ClaimStore> opener;
    private final List<ClaimStore> clients;

    private Clients(Supplier<ClaimStore> opener, Stream<ClaimStore> clients) {
        this.opener = opener;
        this.clients = new ArrayList<>(clients.limit(Bench.WORKERS).toList());
    }

    /** Each worker has one of its own. */
    static Clients of(Supplier<ClaimStore> opener) {
        return new Clients(opener, Stream.generate(opener));
    }

    /** All workers have one together. */
    static Clients ofOne(Supplier<ClaimStore> opener) {
        ClaimStore one = opener.get();
        return new Clients(opener, Stream.generate(() -> one));
    }

    /**
     * Opens them as a setup says.
     *
     * @param remembered adds up what a memory in front of the store answers
     */
    static Clients of(StoreUnderTest store, Setup setup, LongAdder remembered) {
        return switch (setup) {
            case PLAIN -> of(store::open);
            case TUNED -> of(store::openTuned);
            case RECENT -> ofOne(() -> new InsistentStore(remembering(store), remembered));
        };
    }

    ClaimStore of(int worker) {
        return clients.get(worker);
    }

    /** All who have a worker's client, that worker among them. */
    IntStream sharers(int worker) {
        ClaimStore client = clients.get(worker);
        return IntStream.range(0, clients.size()).filter(other -> clients.get(other) == client);
    }

    /** Closes a worker's client and opens another, for all who have it. */
    void reopen(int worker) {
        ClaimStore closed = clients.get(worker);
        closed.close();
        ClaimStore opened = opener.get();
        clients.replaceAll(client -> client == closed ? opened : client);
    }

    @Override
    public void close() {
        Set.copyOf(clients).forEach(ClaimStore::close);
    }

    private static ClaimStore remembering(StoreUnderTest store) {
        RecentDuplicates.Builder memory = RecentDuplicates.inFrontOf(store.open());
        return (store.clock() instanceof ManualClock clock ? memory.clock(clock) : memory).build();
    }
}
