// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.stores;

/** Claims posts in batches, each for two days. */
public interface BatchClaimer extends AutoCloseable {
    /** How long a post is held, in milliseconds. */
    long HOLD_MILLIS = 172_800_000;

    /**
     * Does beforehand what is not to be measured.
     *
     * @param posts what will be claimed
     * @param count how many of them
     */
    default void prepare(Posts posts, int count) {}

    /**
     * Claims the first posts of a row.
     *
     * @param posts the row
     * @param count how many of it
     * @return how many were new
     */
    int claim(Posts posts, int count);

    @Override
    void close();
}
