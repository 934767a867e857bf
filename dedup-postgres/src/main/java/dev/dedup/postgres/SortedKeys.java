// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import dev.dedup.identity.Fingerprint;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
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

    static SortedKeys of(List<Fingerprint> fingerprints) {
        int[] places = IntStream.range(0, fingerprints.size())
                .boxed()
                .sorted(Comparator.comparing(fingerprints::get))
                .mapToInt(Integer::intValue)
                .toArray();
        Fingerprint[] sorted = Arrays.stream(places).mapToObj(fingerprints::get).toArray(Fingerprint[]::new);
        return new SortedKeys(sorted, places);
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

    Array toArray(Connection connection) throws SQLException {
        return connection.createArrayOf(
                "uuid",
                Arrays.stream(sorted)
                        .map(key -> new UUID(key.high(), key.low()))
                        .toArray());
    }
}
