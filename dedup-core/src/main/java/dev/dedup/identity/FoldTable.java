// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.identity;

import java.util.Arrays;

/**
 * What {@code case-space-1} makes of each char: its lower case, or U+0020 of any white space.
 *
 * <p>Two stages: most blocks of 64 chars have no case and share one block of the second stage, which keeps the table in the
 * processor's cache. A cell holds what is to be added to the char.
 */
final class FoldTable {
    /** Stands for a char whose lower case is not one char that depends on it alone; and for U+FFFF, which is no character. */
    static final int BY_CONTEXT = 0xFFFF;

    private static final int BLOCK = 64;
    private static final int BLOCK_BITS = 6;
    private static final char[] INDEX = new char[(Character.MAX_VALUE + 1) / BLOCK];
    private static final char[] DELTAS = build();
    private static final byte[] ASCII = ascii();

    private FoldTable() {}

    /** Returns the char to write for a char, or {@link #BY_CONTEXT}. */
    static int fold(char c) {
        return (char) (c + DELTAS[INDEX[c >> BLOCK_BITS] + (c & (BLOCK - 1))]);
    }

    /** Does the same for a char below 0x80, faster. */
    static int foldAscii(char c) {
        return ASCII[c];
    }

    static boolean isWhiteSpace(char c) {
        return fold(c) == ' ';
    }

    private static char[] build() {
        char[] flat = flat();
        char[] deltas = new char[flat.length];
        int used = 0;
        for (int block = 0; block < INDEX.length; block++) {
            char[] cells = Arrays.copyOfRange(flat, block * BLOCK, (block + 1) * BLOCK);
            int found = find(cells, deltas, used);
            INDEX[block] = (char) found;
            System.arraycopy(cells, 0, deltas, found, BLOCK);
            used = Math.max(used, found + BLOCK);
        }
        return Arrays.copyOf(deltas, used);
    }

    private static int find(char[] cells, char[] deltas, int used) {
        int at = 0;
        while (at < used && !Arrays.equals(cells, 0, BLOCK, deltas, at, at + BLOCK)) {
            at += BLOCK;
        }
        return at;
    }

    private static char[] flat() {
        char[] deltas = new char[Character.MAX_VALUE + 1];
        for (LowerCaseRun run : LowerCaseRun.BMP) {
            run.codePoints().forEach(c -> deltas[c] = (char) run.delta());
        }
        CodePointSet.WHITE_SPACE.codePoints().forEach(c -> deltas[c] = (char) (' ' - c));
        ContextFold.CHARS.codePoints().forEach(c -> deltas[c] = (char) (BY_CONTEXT - c));
        return deltas;
    }

    private static byte[] ascii() {
        byte[] folded = new byte[0x80];
        for (char c = 0; c < folded.length; c++) {
            folded[c] = (byte) fold(c);
        }
        return folded;
    }
}
