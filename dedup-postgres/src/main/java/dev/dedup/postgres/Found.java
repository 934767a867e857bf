// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import dev.dedup.spi.Answers;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the statements of a request have answered so far. Confined to one thread. */
final class Found<V> {
    private final SortedKeys keys;
    private final @Nullable Object[] values;
    private int missing;

    Found(SortedKeys keys) {
        this.keys = keys;
        this.values = new @Nullable Object[keys.size()];
        this.missing = keys.size();
    }

    SortedKeys keys() {
        return keys;
    }

    boolean isComplete() {
        return missing == 0;
    }

    SortedKeys missing() {
        if (missing == keys.size()) {
            return keys;
        }
        boolean[] unanswered = new boolean[values.length];
        for (int i = 0; i < values.length; i++) {
            unanswered[i] = values[i] == null;
        }
        return keys.where(unanswered);
    }

    void put(UUID fingerprint, V value) {
        int place = keys.place(fingerprint);
        if (values[place] == null) {
            missing--;
        }
        values[place] = value;
    }

    /** Of two answers for one fingerprint the first counts: what a statement has claimed comes before what it saw held. */
    void putFirst(UUID fingerprint, V value) {
        if (values[keys.place(fingerprint)] == null) {
            put(fingerprint, value);
        }
    }

    /** For an operation in which no row is an answer too. */
    void putElsewhere(V value) {
        Arrays.setAll(values, i -> values[i] == null ? value : values[i]);
        missing = 0;
    }

    @SuppressWarnings("unchecked") // only answers of type V are ever put there
    Answers<V> answers(String store, String operation) {
        Answers.Builder<V> answers = Answers.builder(values.length);
        for (int i = 0; i < values.length; i++) {
            V value = (V) values[i];
            if (value != null) {
                answers.value(i, value);
            }
        }
        return answers.build(store, operation);
    }
}
