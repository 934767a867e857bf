// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A growing list of places in another list, without a box for each. */
final class IndexList {
    private int[] indices;
    private int size;

    IndexList(int capacity) {
        this.indices = new int[capacity];
    }

    private IndexList(int[] indices) {
        this.indices = indices;
        this.size = indices.length;
    }

    /** The places at which an array holds null. */
    static IndexList ofNulls(@Nullable Object[] values) {
        IndexList nulls = new IndexList(values.length);
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null) {
                nulls.add(i);
            }
        }
        return nulls;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int get(int place) {
        return indices[place];
    }

    void add(int index) {
        if (size == indices.length) {
            indices = Arrays.copyOf(indices, Math.max(8, size * 2));
        }
        indices[size++] = index;
    }

    void addAll(IndexList other) {
        for (int place = 0; place < other.size; place++) {
            add(other.indices[place]);
        }
    }

    /** A copy of the places from one position to before another. */
    IndexList slice(int from, int to) {
        return new IndexList(Arrays.copyOfRange(indices, from, to));
    }

    <E> List<E> select(List<E> elements) {
        return Arrays.stream(indices, 0, size).mapToObj(elements::get).toList();
    }
}
