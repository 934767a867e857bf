// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

/** Finds where a record ends: at a line feed, but not at each one in every format. */
interface RecordScanner {
    /** What {@link #recordEnd} answers when more bytes are needed. */
    int INCOMPLETE = -1;

    /**
     * Finds the end of a record.
     *
     * @param bytes where to look
     * @param from where the record begins
     * @param to where the bytes end
     * @param endEnds true if the end of the bytes ends the record as well
     * @return the index of the line feed that ends the record, {@code to} if the end of the bytes does, or {@link #INCOMPLETE}
     */
    int recordEnd(byte[] bytes, int from, int to, boolean endEnds);

    /** Returns the first index in the range that holds a line feed, or -1. */
    static int lineFeed(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** Returns the end of the line that begins at {@code from}, in the terms of {@link #recordEnd}. */
    static int lineEnd(byte[] bytes, int from, int to, boolean endEnds) {
        int end = lineFeed(bytes, from, to);
        return end < 0 && endEnds ? to : end;
    }
}
