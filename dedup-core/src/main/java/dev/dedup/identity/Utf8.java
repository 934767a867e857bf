// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.identity;

/** Writes code points as UTF-8; an unpaired surrogate, which has no UTF-8 form, as U+FFFD. */
final class Utf8 {
    private static final int REPLACEMENT = 0xFFFD;

    private Utf8() {}

    /** Writes any code point and returns the index after it. */
    static int write(int codePoint, byte[] out, int at) {
        if (codePoint > Character.MAX_VALUE) {
            return writeSupplementary(codePoint, out, at);
        }
        boolean unpaired = Character.isSurrogate((char) codePoint);
        return writeBmp(unpaired ? REPLACEMENT : codePoint, out, at);
    }

    /** Writes a code point below U+10000 that is no surrogate, and returns the index after it. */
    static int writeBmp(int c, byte[] out, int at) {
        int o = at;
        if (c < 0x80) {
            out[o++] = (byte) c;
        } else if (c < 0x800) {
            out[o++] = (byte) (0xC0 | (c >> 6));
            out[o++] = tail(c);
        } else {
            out[o++] = (byte) (0xE0 | (c >> 12));
            out[o++] = tail(c >> 6);
            out[o++] = tail(c);
        }
        return o;
    }

    private static int writeSupplementary(int c, byte[] out, int at) {
        out[at] = (byte) (0xF0 | (c >> 18));
        out[at + 1] = tail(c >> 12);
        out[at + 2] = tail(c >> 6);
        out[at + 3] = tail(c);
        return at + 4;
    }

    private static byte tail(int bits) {
        return (byte) (0x80 | (bits & 0x3F));
    }
}
