// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.identity;

/**
 * {@code case-space-1}: lower case, runs of white space as one space, ends stripped; of a handle, one leading {@code @} too.
 *
 * <p>The ends are found first. So a char is written, or left out, by looking at the text alone, and pieces can be written one by one.
 */
final class CaseSpace1 implements InlineNormalizer {
    static final String ID = "case-space-1";
    static final CaseSpace1 TEXT = new CaseSpace1(false);

    private static final CaseSpace1 HANDLE = new CaseSpace1(true);

    private final boolean handle;

    private CaseSpace1(boolean handle) {
        this.handle = handle;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public TextNormalizer forHandles() {
        return HANDLE;
    }

    @Override
    public int start(String text) {
        int start = 0;
        while (start < text.length() && FoldTable.isWhiteSpace(text.charAt(start))) {
            start++;
        }
        boolean dropsAt = handle && start < text.length() && text.charAt(start) == '@';
        return dropsAt ? start + 1 : start;
    }

    @Override
    public int end(String text, int start) {
        int end = text.length();
        while (end > start && FoldTable.isWhiteSpace(text.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    @Override
    public int write(String text, int from, int to, char[] chars, byte[] out, int at) {
        int length = to - from;
        text.getChars(from, to, chars, 0);
        int last = from > 0 ? FoldTable.fold(text.charAt(from - 1)) : 0;
        // There is room for three bytes of each char, so the last third can hold what the first is made of.
        int source = at + 2 * length;
        if (AsciiFold.copy(chars, length, out, source)) {
            return AsciiFold.fold(out, source, source + length, at, last == ' ');
        }
        return writeAny(text, from, to, chars, out, at, last);
    }

    /**
     * Writes a piece that is not all ASCII.
     *
     * <p>A small char is stored without asking whether it is a second space; the index just does not move on then. That leaves one
     * branch, which is nearly always taken.
     */
    private static int writeAny(String text, int from, int to, char[] chars, byte[] out, int at, int before) {
        int o = at;
        int last = before;
        for (int i = 0; i < to - from; i++) {
            char c = chars[i];
            int folded = c < 0x80 ? FoldTable.foldAscii(c) : FoldTable.fold(c);
            if (folded < 0x80) {
                out[o] = (byte) folded;
                if (((folded ^ ' ') | (last ^ ' ')) != 0) {
                    o++;
                }
            } else if (folded != FoldTable.BY_CONTEXT) {
                o = Utf8.writeBmp(folded, out, o);
            } else {
                int end = ContextFold.write(text, from + i, out, o);
                i += end - o == 4 ? 1 : 0; // only a surrogate pair becomes four bytes
                o = end;
            }
            last = folded;
        }
        return o;
    }
}
