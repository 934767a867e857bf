// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

/**
 * CSV after RFC 4180: a line feed ends a record unless it stands in a quoted field.
 *
 * <p>A quoted field that is not closed, or not followed by a comma or a line end, makes a record of its first line alone, which the
 * parser then rejects: so a stray quote costs one line and not everything up to the next one.
 */
final class CsvScanner implements RecordScanner {
    private static final int MALFORMED = -2;

    @Override
    public int recordEnd(byte[] bytes, int from, int to, boolean endEnds) {
        boolean fieldStart = true;
        int i = from;
        while (i < to && bytes[i] != '\n') {
            if (fieldStart && bytes[i] == '"') {
                i = afterQuotedField(bytes, i + 1, to, endEnds);
                if (i < 0) {
                    return i == INCOMPLETE ? INCOMPLETE : LineFeeds.lineEnd(bytes, from, to, endEnds);
                }
                fieldStart = false;
            } else {
                fieldStart = bytes[i] == ',';
                i++;
            }
        }
        return i < to || endEnds ? i : INCOMPLETE;
    }

    @Override
    public boolean spansLines() {
        return true;
    }

    @Override
    public int lineFeeds(byte[] bytes, int from, int to) {
        int count = 0;
        for (int at = LineFeeds.next(bytes, from, to); at >= 0; at = LineFeeds.next(bytes, at + 1, to)) {
            count++;
        }
        return count;
    }

    private static int afterQuotedField(byte[] bytes, int from, int to, boolean endEnds) {
        int after = closingQuote(bytes, from, to) + 1;
        if (!endEnds && (after == 0 || after == to || (after + 1 == to && bytes[after] == '\r'))) {
            // A quote at the end may be the first half of an escape, a carriage return that of a line end.
            return INCOMPLETE;
        }
        return after > 0 && endsField(bytes, after, to) ? after : MALFORMED;
    }

    private static int closingQuote(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '"') {
                if (i + 1 == to || bytes[i + 1] != '"') {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }

    private static boolean endsField(byte[] bytes, int at, int to) {
        return at == to
                || bytes[at] == ','
                || bytes[at] == '\n'
                || (bytes[at] == '\r' && (at + 1 == to || bytes[at + 1] == '\n'));
    }
}
