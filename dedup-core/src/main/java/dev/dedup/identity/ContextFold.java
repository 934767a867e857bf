// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.identity;

/** Writes what a table of single chars cannot tell: surrogates, the capital sigma and the capital I with a dot. */
final class ContextFold {
    /** The chars that a table of single chars cannot fold. */
    static final CodePointSet CHARS = CodePointSet.parse("130 3a3 d800-dfff");

    private static final int CAPITAL_I_WITH_DOT = 0x130;
    private static final int CAPITAL_SIGMA = 0x3A3;
    private static final int SIGMA = 0x3C3;
    private static final int FINAL_SIGMA = 0x3C2;
    private static final int DOT_ABOVE = 0x307;

    private ContextFold() {}

    /** Writes the lower case of the code point at an index of a text as UTF-8, and returns the index after it. */
    static int write(String text, int index, byte[] out, int at) {
        int codePoint = text.codePointAt(index);
        return switch (codePoint) {
            case CAPITAL_SIGMA -> Utf8.writeBmp(isFinal(text, index) ? FINAL_SIGMA : SIGMA, out, at);
            case CAPITAL_I_WITH_DOT -> Utf8.writeBmp(DOT_ABOVE, out, Utf8.writeBmp('i', out, at));
            default -> Utf8.write(LowerCaseRun.lowerSupplementary(codePoint), out, at);
        };
    }

    /**
     * Tells whether a sigma ends a word: before it, over any case-ignorable code points, stands a cased one; after it, over any
     * case-ignorable ones, stands none (Unicode 13, section 3.13, Final_Sigma; not the word breaks that Java uses).
     */
    private static boolean isFinal(String text, int sigma) {
        return casedBefore(text, sigma) && !casedAfter(text, sigma + 1);
    }

    private static boolean casedBefore(String text, int index) {
        int i = index;
        while (i > 0) {
            int codePoint = text.codePointBefore(i);
            if (!CodePointSet.CASE_IGNORABLE.contains(codePoint)) {
                return CodePointSet.CASED.contains(codePoint);
            }
            i -= Character.charCount(codePoint);
        }
        return false;
    }

    private static boolean casedAfter(String text, int index) {
        int i = index;
        while (i < text.length()) {
            int codePoint = text.codePointAt(i);
            if (!CodePointSet.CASE_IGNORABLE.contains(codePoint)) {
                return CodePointSet.CASED.contains(codePoint);
            }
            i += Character.charCount(codePoint);
        }
        return false;
    }
}
