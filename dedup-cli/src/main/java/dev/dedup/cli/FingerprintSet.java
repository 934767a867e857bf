// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import dev.dedup.identity.Fingerprint;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Fingerprints, each once, at 24 to 48 bytes of heap.
 *
 * <p>For one thread while it grows, and then for any that read it.
 */
final class FingerprintSet {
    /** So that only a small part is copied, and stands in memory twice, when the set grows. */
    private static final int SEGMENT_BITS = 8;

    private static final Fingerprint ZERO = Fingerprint.of(0, 0);

    private final List<Segment> segments =
            Stream.generate(Segment::new).limit(1 << SEGMENT_BITS).toList();
    private boolean holdsZero;
    private long size;

    /**
     * Adds a fingerprint.
     *
     * @return whether it is new
     */
    boolean add(Fingerprint fingerprint) {
        boolean isNew = fingerprint.equals(ZERO) ? !holdsZero : addOther(fingerprint);
        holdsZero |= fingerprint.equals(ZERO);
        size += isNew ? 1 : 0;
        return isNew;
    }

    private boolean addOther(Fingerprint fingerprint) {
        int segment = (int) (fingerprint.high() >>> (Long.SIZE - SEGMENT_BITS));
        return segments.get(segment).add(fingerprint.high(), fingerprint.low());
    }

    long size() {
        return size;
    }

    /**
     * Hands out all fingerprints, in any order, until somebody has had enough.
     *
     * @param most how many at once
     * @param taker says whether it takes more
     */
    void forEachBatch(int most, Predicate<List<Fingerprint>> taker) {
        Iterator<Fingerprint> rest = stream().iterator();
        boolean takesMore = true;
        while (takesMore && rest.hasNext()) {
            List<Fingerprint> batch = new ArrayList<>();
            while (batch.size() < most && rest.hasNext()) {
                batch.add(rest.next());
            }
            takesMore = taker.test(batch);
        }
    }

    private Stream<Fingerprint> stream() {
        Stream<Fingerprint> zero = holdsZero ? Stream.of(ZERO) : Stream.empty();
        return Stream.concat(zero, segments.stream().flatMap(Segment::stream));
    }

    /** A hash table with linear probing, at most two thirds full; two longs a slot, both 0 if it is free. */
    private static final class Segment {
        private long[] table = new long[2 * 8];
        private int size;

        int slots() {
            return table.length / 2;
        }

        boolean add(long high, long low) {
            if (3 * (size + 1L) > 2L * slots()) {
                grow();
            }
            boolean isNew = put(table, high, low);
            size += isNew ? 1 : 0;
            return isNew;
        }

        Stream<Fingerprint> stream() {
            return IntStream.range(0, slots())
                    .filter(slot -> !isFree(table, slot))
                    .mapToObj(slot -> Fingerprint.of(table[2 * slot], table[2 * slot + 1]));
        }

        /** Where there is no memory for that, the table stays as it is. */
        private void grow() {
            long[] larger = new long[Math.multiplyExact(table.length, 2)];
            for (int slot = 0; slot < slots(); slot++) {
                if (!isFree(table, slot)) {
                    put(larger, table[2 * slot], table[2 * slot + 1]);
                }
            }
            table = larger;
        }

        private static boolean put(long[] table, long high, long low) {
            int slots = table.length / 2;
            int slot = (int) low & (slots - 1);
            while (!isFree(table, slot)) {
                if (table[2 * slot] == high && table[2 * slot + 1] == low) {
                    return false;
                }
                slot = (slot + 1) & (slots - 1);
            }
            table[2 * slot] = high;
            table[2 * slot + 1] = low;
            return true;
        }

        private static boolean isFree(long[] table, int slot) {
            return table[2 * slot] == 0 && table[2 * slot + 1] == 0;
        }
    }
}
