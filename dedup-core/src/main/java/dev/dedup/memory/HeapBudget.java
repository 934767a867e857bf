// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

/** What a heap has room for. */
final class HeapBudget {
    /** The most heap that one claim takes in a store of millions, growth included. */
    static final int BYTES_PER_CLAIM = 48;

    private HeapBudget() {}

    /** Returns the maximum for users who set none: three quarters of the heap, so that a full store is an error and no collapse. */
    static long defaultMaximum(long heapBytes) {
        return Math.max(1, heapBytes / 4 * 3 / BYTES_PER_CLAIM);
    }

    /** Returns a maximum that was asked for, if it is one and the heap has room for it. */
    static long requireRoom(long maximumClaims, long heapBytes) {
        if (maximumClaims < 1) {
            throw new IllegalArgumentException("maximumClaims is " + maximumClaims
                    + "; it must be at least 1. Leave it out for a maximum that fits the heap");
        }
        long fitting = heapBytes / BYTES_PER_CLAIM;
        if (maximumClaims > fitting) {
            throw new IllegalArgumentException("maximumClaims is " + maximumClaims + ", but the heap of " + heapBytes
                    + " bytes has room for " + fitting + " claims of " + BYTES_PER_CLAIM
                    + " bytes; lower maximumClaims or raise the maximum heap (-Xmx)");
        }
        return maximumClaims;
    }
}
