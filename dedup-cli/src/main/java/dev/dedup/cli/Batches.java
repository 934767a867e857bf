// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Cuts items into batches of one size; only the last may be smaller. For one thread.
 *
 * @param <T> the kind of item
 */
final class Batches<T> {
    private final int size;
    private final Consumer<List<T>> taker;
    private List<T> begun = new ArrayList<>();

    Batches(int size, Consumer<List<T>> taker) {
        this.size = size;
        this.taker = taker;
    }

    void add(T item) {
        begun.add(item);
        if (begun.size() == size) {
            finish();
        }
    }

    /** Hands on what has been begun. */
    void finish() {
        if (!begun.isEmpty()) {
            List<T> batch = begun;
            begun = new ArrayList<>();
            taker.accept(batch);
        }
    }
}
