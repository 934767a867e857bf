// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import dev.dedup.identity.Fingerprint;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The fingerprints of a request in the order in which the server sorts their UUIDs.
 *
 * <p>All statements lock rows in this order: two that lock in different orders would wait for each other.
 */
final class SortedKeys {
    private final Fingerprint[] sorted;
    private final int[] places;

    private SortedKeys(Fingerprint[] sorted, int[] places) {
        this.sorted = sorted;
        this.places = places;
    }

    /** Sorts numbers, each a fingerprint's first bits and its place, and then what has the same first bits. */
    static SortedKeys of(List<Fingerprint> fingerprints) {
        int size = fingerprints.size();
        long placeBits = 2L * Integer.highestOneBit(size) - 1;
        long[] order = new long[size];
        Arrays.setAll(order, i -> ((fingerprints.get(i).high() ^ Long.MIN_VALUE) & ~placeBits) | i);
        Arrays.sort(order);
        Fingerprint[] sorted = new Fingerprint[size];
        int[] places = new int[size];
        for (int i = 0; i < size; i++) {
            int place = (int) (order[i] & placeBits);
            insert(sorted, places, i, fingerprints.get(place), place);
        }
        return new SortedKeys(sorted, places);
    }

    private static void insert(Fingerprint[] sorted, int[] places, int end, Fingerprint next, int place) {
        int i = end;
        for (; i > 0 && sorted[i - 1].compareTo(next) > 0; i--) {
            sorted[i] = sorted[i - 1];
            places[i] = places[i - 1];
        }
        sorted[i] = next;
        places[i] = place;
    }

    int size() {
        return sorted.length;
    }

    /** The place in the request of a fingerprint that a statement has answered for. */
    int place(UUID fingerprint) {
        int found = Arrays.binarySearch(
                sorted, Fingerprint.of(fingerprint.getMostSignificantBits(), fingerprint.getLeastSignificantBits()));
        if (found < 0) {
            throw new IllegalStateException(
                    "The server answered for a fingerprint that was not asked for: " + fingerprint);
        }
        return places[found];
    }

    /** The place in the request of the key that is at an index in this order. */
    int placeOf(int index) {
        return places[index];
    }

    /** The places in the request, in this order. */
    IntStream places() {
        return Arrays.stream(places);
    }

    List<SortedKeys> halves() {
        int middle = sorted.length / 2;
        return List.of(part(0, middle), part(middle, sorted.length));
    }

    private SortedKeys part(int from, int to) {
        return new SortedKeys(Arrays.copyOfRange(sorted, from, to), Arrays.copyOfRange(places, from, to));
    }

    /** Those for which there is no answer yet. */
    SortedKeys where(boolean[] unanswered) {
        int[] chosen = IntStream.range(0, sorted.length)
                .filter(i -> unanswered[places[i]])
                .toArray();
        return new SortedKeys(
                Arrays.stream(chosen).mapToObj(i -> sorted[i]).toArray(Fingerprint[]::new),
                Arrays.stream(chosen).map(i -> places[i]).toArray());
    }

    /** As the server reads an array of UUIDs; hyphens may be left out. */
    String toArray() {
        HexFormat hex = HexFormat.of();
        StringBuilder array = new StringBuilder(2 + 33 * sorted.length);
        char separator = '{';
        for (Fingerprint key : sorted) {
            array.append(separator).append(hex.toHexDigits(key.high())).append(hex.toHexDigits(key.low()));
            separator = ',';
        }
        return array.append('}').toString();
    }
}
