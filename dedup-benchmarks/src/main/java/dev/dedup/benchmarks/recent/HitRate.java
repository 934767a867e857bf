// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.recent;

import dev.dedup.benchmarks.recent.Memory.Kind;
import java.lang.management.ManagementFactory;

/**
 * Prints, for each kind and size of memory, how many of a thousand sightings still claim in the store, how many look up there, how
 * much heap a remembered claim takes, and how long a sighting takes without any round trip.
 *
 * <p>A million posts are seen five million times, some much more often than others. The figures are those of the second half.
 */
public final class HitRate {
    private static final int SIGHTINGS = 5_000_000;
    private static final int[] SIZES = {1_000, 10_000, 100_000};
    private static final double[] EXPONENTS = {0.7, 1.0};

    private HitRate() {}

    /**
     * Measures all kinds.
     *
     * @param args none
     */
    public static void main(String[] args) {
        System.out.println("exponent,maximum,kind,claims per 1000,lookups per 1000,ns per sighting");
        for (double exponent : EXPONENTS) {
            for (int size : SIZES) {
                for (Kind kind : Kind.values()) {
                    measure(exponent, size, kind);
                }
            }
        }
        System.out.println("kind,bytes per remembered claim");
        for (Kind kind : Kind.values()) {
            weigh(kind);
        }
    }

    private static void measure(double exponent, int size, Kind kind) {
        Sightings sightings = new Sightings(exponent);
        CountedStore store = new CountedStore();
        Memory memory = kind.inFrontOf(store, size);
        see(sightings, memory);
        long claims = store.claims();
        long lookups = store.lookups();
        long began = System.nanoTime();
        see(sightings, memory);
        double thousands = SIGHTINGS / 2 / 1000.0;
        System.out.printf(
                "%.1f,%d,%s,%.1f,%.1f,%d%n",
                exponent,
                size,
                kind,
                (store.claims() - claims) / thousands,
                (store.lookups() - lookups) / thousands,
                (System.nanoTime() - began) / (SIGHTINGS / 2));
    }

    private static void see(Sightings sightings, Memory memory) {
        for (int i = 0; i < SIGHTINGS / 2; i++) {
            memory.claim(sightings.next());
        }
    }

    /** The heap that is taken beyond the store's by a memory that has seen each of a million posts four times. */
    private static void weigh(Kind kind) {
        int posts = 1_000_000;
        CountedStore store = new CountedStore();
        Memory none = Kind.NONE.inFrontOf(store, posts);
        seeEach(posts, none);
        long before = usedAfterCollection();
        Memory memory = kind.inFrontOf(store, posts);
        for (int i = 0; i < 4; i++) {
            seeEach(posts, memory);
        }
        System.out.printf("%s,%.1f%n", kind, (double) (usedAfterCollection() - before) / posts);
        seeEach(1, memory);
    }

    private static void seeEach(int posts, Memory memory) {
        for (int post = 0; post < posts; post++) {
            memory.claim(Sightings.post(post));
        }
    }

    private static long usedAfterCollection() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
