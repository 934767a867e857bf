// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds line feeds, eight bytes at a step: every byte of every input passes here. */
final class LineFeeds {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long LINE_FEEDS = ONES * '\n';

    private LineFeeds() {}

    /** Returns the first index in the range that holds a line feed, or -1. */
    static int next(byte[] bytes, int from, int to) {
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long zeroWhereLineFeed = (long) WORD.get(bytes, i) ^ LINE_FEEDS;
            // The lowest byte that is zero is marked; marks above it may be wrong, and are not looked at.
            long marks = (zeroWhereLineFeed - ONES) & ~zeroWhereLineFeed & HIGH_BITS;
            if (marks != 0) {
                return i + (Long.numberOfTrailingZeros(marks) >>> 3);
            }
        }
        while (i < to && bytes[i] != '\n') {
            i++;
        }
        return i < to ? i : -1;
    }

    /** Returns the end of the line that begins at {@code from}, in the terms of {@link RecordScanner#recordEnd}. */
    static int lineEnd(byte[] bytes, int from, int to, boolean endEnds) {
        int end = next(bytes, from, to);
        return end < 0 && endEnds ? to : end;
    }
}
