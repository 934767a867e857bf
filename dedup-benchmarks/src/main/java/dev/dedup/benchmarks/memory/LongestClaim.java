// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.memory;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * Prints the longest single claims while a store grows from nothing to 12 million, collections and growth included.
 *
 * <p>Every claim is timed. How much of it is the collector's is seen by its own total, and in the log of {@code -Xlog:gc}.
 */
public final class LongestClaim {
    private static final int CLAIMS = 12_000_000;
    private static final int SHOWN = 5;

    private LongestClaim() {}

    /**
     * Measures one contender.
     *
     * @param args the contender's name, {@code DEDUP} if there is none
     */
    public static void main(String[] args) {
        Contender contender = args.length > 0 ? Contender.valueOf(args[0]) : Contender.DEDUP;
        Claimer claimer = contender.create();
        long[] longest = new long[SHOWN];
        long began = System.nanoTime();
        for (int i = 0; i < CLAIMS; i++) {
            keep(longest, time(claimer, i));
        }
        report(contender, longest, System.nanoTime() - began);
    }

    private static long time(Claimer claimer, int place) {
        var fingerprint = Fingerprints.at(place);
        long began = System.nanoTime();
        if (!claimer.claim(fingerprint)) {
            throw new IllegalStateException("Claim " + place + " is a duplicate, though each is made once");
        }
        return System.nanoTime() - began;
    }

    /** Keeps the longest times in ascending order. */
    private static void keep(long[] longest, long nanos) {
        if (nanos > longest[0]) {
            longest[0] = nanos;
            Arrays.sort(longest);
        }
    }

    private static void report(Contender contender, long[] longest, long total) {
        System.out.printf("%s: %d claims in %.2f s; the longest, in ms:", contender, CLAIMS, total / 1e9);
        for (int i = SHOWN - 1; i >= 0; i--) {
            System.out.printf(" %.2f", longest[i] / 1e6);
        }
        System.out.printf("%nMaximum heap: %d MB%n", Runtime.getRuntime().maxMemory() >> 20);
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            System.out.printf(
                    "%s: %d collections, %d ms%n",
                    collector.getName(), collector.getCollectionCount(), collector.getCollectionTime());
        }
    }
}
