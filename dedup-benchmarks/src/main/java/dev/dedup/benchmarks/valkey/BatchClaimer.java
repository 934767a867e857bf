// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.valkey;

/** Claims posts in batches of a thousand, each for two days. */
interface BatchClaimer extends AutoCloseable {
    int BATCH = 1_000;

    long HOLD_MILLIS = 172_800_000;

    /** Claims the first {@code count} posts of a row and says how many were new. */
    int claim(Posts posts, int count);

    @Override
    void close();
}
