// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import dev.dedup.identity.Fingerprint;
import dev.dedup.identity.Fingerprinter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The items of one call and their distinct fingerprints, so that equal items are asked for once.
 *
 * @param items the items as they were given
 * @param keys the distinct fingerprints, in the order in which they first occur
 * @param keyOf for each item, the place of its fingerprint in {@code keys}
 * @param firstOf for each fingerprint, the place of the first item that has it
 */
record Items<T>(List<T> items, List<Fingerprint> keys, IndexList keyOf, IndexList firstOf) {
    static <T> Items<T> of(Collection<? extends T> items, Fingerprinter<? super T> identity) {
        List<T> copy = Collections.unmodifiableList(new ArrayList<>(items));
        List<Fingerprint> keys = new ArrayList<>(copy.size());
        IndexList keyOf = new IndexList(copy.size());
        IndexList firstOf = new IndexList(copy.size());
        Map<Fingerprint, Integer> places = new HashMap<>(copy.size() * 2);
        for (T item : copy) {
            Fingerprint key = Objects.requireNonNull(
                    identity.fingerprint(Objects.requireNonNull(item, "an item of the batch is null")),
                    "the fingerprinter returned null");
            int place = places.computeIfAbsent(key, absent -> places.size());
            if (place == keys.size()) {
                keys.add(key);
                firstOf.add(keyOf.size());
            }
            keyOf.add(place);
        }
        return new Items<>(copy, List.copyOf(keys), keyOf, firstOf);
    }

    int size() {
        return items.size();
    }

    /** Whether no equal item stands before this one. */
    boolean isFirst(int item) {
        return firstOf.get(keyOf.get(item)) == item;
    }

    Fingerprint key(int item) {
        return keys.get(keyOf.get(item));
    }
}
