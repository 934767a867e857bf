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
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A client of one store for each worker. */
final class Clients implements AutoCloseable {
    private final Supplier<ClaimStore> opener;
    private final Runnable end;
    private final List<ClaimStore> clients;

    private Clients(Supplier<ClaimStore> opener, Runnable end) {
        this.opener = opener;
        this.end = end;
        this.clients =
                new ArrayList<>(Stream.generate(opener).limit(Bench.WORKERS).toList());
    }

    /** Each worker has one of its own. */
    static Clients of(Supplier<ClaimStore> opener) {
        return new Clients(opener, () -> {});
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
            case RECENT -> ofOne(new InsistentStore(remembering(store), remembered));
        };
    }

    ClaimStore of(int worker) {
        return clients.get(worker);
    }

    /** Closes a worker's client and opens another. */
    void reopen(int worker) {
        clients.get(worker).close();
        clients.set(worker, opener.get());
    }

    @Override
    public void close() {
        clients.forEach(ClaimStore::close);
        end.run();
    }

    private static Clients ofOne(ClaimStore store) {
        return new Clients(store::shared, store::close);
    }

    private static ClaimStore remembering(StoreUnderTest store) {
        RecentDuplicates.Builder memory = RecentDuplicates.inFrontOf(store.open());
        return (store.clock() instanceof ManualClock clock ? memory.clock(clock) : memory).build();
    }
}
