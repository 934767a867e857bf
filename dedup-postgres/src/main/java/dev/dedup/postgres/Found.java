// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import dev.dedup.spi.Answers;
import dev.dedup.spi.StoreException;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the statements of a request have answered so far. Confined to one thread. */
final class Found<V> {
    private final SortedKeys keys;
    private final @Nullable Object[] values;
    private int missing;

    Found(SortedKeys keys) {
        this(keys, keys.size());
    }

    private Found(SortedKeys keys, int size) {
        this.keys = keys;
        this.values = new @Nullable Object[size];
        this.missing = keys.size();
    }

    /** For the answers of an attempt at some of the keys. */
    Found<V> nothingOf(SortedKeys some) {
        return new Found<>(some, values.length);
    }

    SortedKeys keys() {
        return keys;
    }

    boolean isComplete() {
        return missing == 0;
    }

    boolean areAll(V value) {
        return Arrays.stream(values).allMatch(value::equals);
    }

    SortedKeys missing() {
        return missing(keys);
    }

    /** Those of some keys that have no answer yet. */
    SortedKeys missing(SortedKeys some) {
        if (missing == keys.size()) {
            return some;
        }
        boolean[] unanswered = new boolean[values.length];
        for (int i = 0; i < values.length; i++) {
            unanswered[i] = values[i] == null;
        }
        return some.where(unanswered);
    }

    void put(UUID fingerprint, V value) {
        put(keys.place(fingerprint), value);
    }

    void put(int place, @Nullable V value) {
        if (values[place] == null && value != null) {
            values[place] = value;
            missing--;
        }
    }

    @SuppressWarnings("unchecked") // only answers of type V are ever put there
    void putAll(Found<V> part) {
        part.keys.places().forEach(place -> put(place, (V) part.values[place]));
    }

    /** For an operation in which no row is an answer too. */
    void putElsewhere(V value) {
        Arrays.setAll(values, i -> values[i] == null ? value : values[i]);
        missing = 0;
    }

    Answers<V> answers(String store, String operation) {
        return builder().build(store, operation);
    }

    /** The same, and why there is no answer elsewhere. */
    Answers<V> answersOr(StoreException failure, String store, String operation) {
        Answers.Builder<V> answers = builder();
        missing().places().forEach(place -> answers.failure(place, failure));
        return answers.build(store, operation);
    }

    @SuppressWarnings("unchecked") // only answers of type V are ever put there
    private Answers.Builder<V> builder() {
        Answers.Builder<V> answers = Answers.builder(values.length);
        for (int i = 0; i < values.length; i++) {
            V value = (V) values[i];
            if (value != null) {
                answers.value(i, value);
            }
        }
        return answers;
    }
}
