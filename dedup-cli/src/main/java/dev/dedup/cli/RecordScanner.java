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

    /** Says whether a record may hold line feeds, so that a line of it is no record of its own. */
    boolean spansLines();

    /** Returns the number of line feeds in a record with the one that ends it. */
    int lineFeeds(byte[] bytes, int from, int to);
}
