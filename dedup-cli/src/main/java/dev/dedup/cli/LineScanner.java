// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

/** JSON Lines: every line feed ends a record, and nothing else does, as messages hold U+0085 and U+2028 as they are. */
final class LineScanner implements RecordScanner {
    @Override
    public int recordEnd(byte[] bytes, int from, int to, boolean endEnds) {
        return LineFeeds.lineEnd(bytes, from, to, endEnds);
    }

    @Override
    public boolean spansLines() {
        return false;
    }

    @Override
    public int lineFeeds(byte[] bytes, int from, int to) {
        return bytes[to - 1] == '\n' ? 1 : 0;
    }
}
