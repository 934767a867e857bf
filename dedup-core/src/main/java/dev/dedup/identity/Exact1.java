// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.identity;

/** {@code exact-1}: a text as it is. */
final class Exact1 implements InlineNormalizer {
    static final String ID = "exact-1";
    static final Exact1 INSTANCE = new Exact1();

    private Exact1() {}

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String normalize(String text) {
        return text;
    }

    @Override
    public int start(String text) {
        return 0;
    }

    @Override
    public int end(String text, int start) {
        return text.length();
    }

    @Override
    public int write(String text, int from, int to, char[] chars, byte[] out, int at) {
        text.getChars(from, to, chars, 0);
        int o = at;
        for (int i = 0; i < to - from; i++) {
            char c = chars[i];
            if (c < 0x80) {
                out[o++] = (byte) c;
            } else if (!Character.isSurrogate(c)) {
                o = Utf8.writeBmp(c, out, o);
            } else {
                int codePoint = text.codePointAt(from + i);
                i += Character.charCount(codePoint) - 1;
                o = Utf8.write(codePoint, out, o);
            }
        }
        return o;
    }
}
