// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.identity;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * {@code case-space-1} of ASCII, eight chars at a time.
 *
 * <p>A {@code long} holds eight chars of seven bits each. What is added to each of them cannot carry into the next, so the top bit of
 * each byte can tell the outcome of a comparison.
 */
final class AsciiFold {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long TOPS = 0x8080808080808080L;
    private static final int LAST_BYTE = Long.SIZE - Byte.SIZE;

    private AsciiFold() {}

    /** Copies chars as bytes, and returns whether all of them are ASCII; otherwise the bytes are useless. */
    static boolean copy(char[] chars, int length, byte[] out, int at) {
        int all = 0;
        for (int i = 0; i < length; i++) {
            char c = chars[i];
            all |= c;
            out[at + i] = (byte) c;
        }
        return all < 0x80;
    }

    /**
     * Folds a range of ASCII bytes and returns the index after what was written.
     *
     * @param at where to write; the range must begin at least its own length after that
     * @param afterSpace whether white space stands before the range
     */
    static int fold(byte[] bytes, int from, int to, int at, boolean afterSpace) {
        int o = at;
        int i = from;
        long before = afterSpace ? 0x80 : 0;
        while (i + Long.BYTES <= to) {
            long eight = (long) LONG.get(bytes, i);
            if (hasControls(eight)) {
                o = foldSingly(bytes, i, i + Long.BYTES, o, before != 0);
                i += Long.BYTES;
                before = FoldTable.isWhiteSpace((char) bytes[i - 1]) ? 0x80 : 0;
                continue;
            }
            LONG.set(bytes, o, lower(eight));
            long spaces = spaces(eight);
            long repeated = spaces & ((spaces << Byte.SIZE) | before);
            if (repeated == 0) {
                o += Long.BYTES;
                i += Long.BYTES;
                before = spaces >>> LAST_BYTE;
            } else {
                // What was written from the repeated space on is overwritten next.
                int good = Long.numberOfTrailingZeros(repeated) / Byte.SIZE;
                o += good;
                i += good + 1;
                before = 0x80;
            }
        }
        return foldSingly(bytes, i, to, o, before != 0);
    }

    /** Tells whether a char is below the space: some of these are white space. */
    private static boolean hasControls(long eight) {
        return (~(eight + 0x60 * ONES) & TOPS) != 0;
    }

    /** Sets the top bit of each space. */
    private static long spaces(long eight) {
        return ~((eight ^ (' ' * ONES)) + 0x7F * ONES) & TOPS;
    }

    /** Adds 0x20 to each capital letter. */
    private static long lower(long eight) {
        long fromA = eight + (0x80 - 'A') * ONES;
        long beyondZ = eight + (0x7F - 'Z') * ONES;
        return eight | ((fromA & ~beyondZ & TOPS) >>> 2);
    }

    private static int foldSingly(byte[] bytes, int from, int to, int at, boolean afterSpace) {
        int o = at;
        int last = afterSpace ? ' ' : 0;
        for (int i = from; i < to; i++) {
            int folded = FoldTable.fold((char) bytes[i]);
            if (folded != ' ' || last != ' ') {
                bytes[o++] = (byte) folded;
            }
            last = folded;
        }
        return o;
    }
}
