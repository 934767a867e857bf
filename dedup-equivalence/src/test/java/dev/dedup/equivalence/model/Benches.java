// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import dev.dedup.equivalence.StoreKind;
import java.util.List;
import java.util.stream.Stream;

/** The stores that are compared, over all programs, and a count of what was run on them. */
final class Benches implements AutoCloseable {
    private final List<Bench> benches;
    private long programs;
    private long steps;
    private long edges;

    Benches(List<Bench> benches) {
        this.benches = benches;
    }

    /** All stores, each on the server that the tests of this JVM share. */
    static Benches ofAllStores() {
        return new Benches(Stream.of(StoreKind.values())
                .map(StoreKind::shared)
                .map(Bench::of)
                .toList());
    }

    List<Bench> list() {
        return benches;
    }

    void programBegins() {
        programs++;
    }

    void stepWasTaken(long edgesOfStep) {
        steps++;
        edges += edgesOfStep;
    }

    @Override
    public String toString() {
        return programs + " programs of " + steps + " steps on each of " + benches + "; " + edges
                + " answers at the edge of an expiry, where either is right";
    }

    @Override
    public void close() {
        benches.forEach(Bench::close);
    }
}
