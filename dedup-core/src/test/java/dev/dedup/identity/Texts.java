// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.identity;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/** Texts that reach every branch of the normalisers. */
public final class Texts {
    /** White space of every kind, and look-alikes that are none. */
    private static final String SPACES = "  \t\n\u000B\f\r\u001C\u001D\u001E\u001F\u0085\u00A0\u1680\u2000\u2009\u200A"
            + "\u2028\u2029\u202F\u205F\u3000\u200B\u180E\uFEFF\u2060\u0008\u000E\u001B\u0000";

    /** Sigmas and what decides which of the small ones it becomes. */
    private static final String SIGMAS =
            "\u03A3\u03A3\u03A3\u03C3\u03C2aAzZ.:-'\u00AD\u0301\u0345\u02B0\u2019\u05D0\u4E00";

    /** Letters whose case is peculiar: length, plane, or a version of Unicode after 13. */
    private static final String[] PECULIAR = {
        "\u0130",
        "\u0131",
        "i\u0307",
        "\u1E9E",
        "\u00DF",
        "\u212A",
        "\u2126",
        "\u01C5",
        "\u10A0",
        "\u13A0",
        "\u1C90",
        "\u2C2F",
        "\uA7C0",
        "\uFFFF",
        "\uFFFD",
        "\uFF21",
        "\uD801\uDC00",
        "\uD83A\uDD00",
        "\uD801\uDD70",
        "\uD83D\uDC68\u200D\uD83D\uDC69",
        "\uD800",
        "\uDBFF",
        "\uDC00",
        "\uDFFF",
        "@",
        "@@",
        "#"
    };

    private Texts() {}

    /** Returns arbitrary texts of up to some 100 characters: all scripts, all white space, broken surrogates, sigmas in context. */
    public static Arbitrary<String> any() {
        Arbitrary<String> piece = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.of(PECULIAR)),
                Tuple.of(
                        3,
                        Arbitraries.strings().withChars(SPACES).ofMinLength(1).ofMaxLength(3)),
                Tuple.of(
                        3,
                        Arbitraries.strings().withChars(SIGMAS).ofMinLength(1).ofMaxLength(6)),
                Tuple.of(3, Arbitraries.strings().ascii().ofMaxLength(12)),
                Tuple.of(
                        2,
                        Arbitraries.strings().withCharRange('\u0080', '\uFFFF').ofMaxLength(6)),
                Tuple.of(1, codePoint()));
        return piece.list().ofMaxSize(12).map(pieces -> String.join("", pieces));
    }

    /** Returns ASCII texts with runs of white space, controls and the neighbours of the letters. */
    public static Arbitrary<String> ascii() {
        Arbitrary<String> rows = Arbitraries.strings()
                .withChars("AZaz@[`{  \t\n\r\u001B\u001C\u001F\u000E\u0000\u007F~!09")
                .ofMaxLength(60);
        return Arbitraries.oneOf(rows, Arbitraries.strings().withChars("Ab  ").ofMaxLength(40));
    }

    /** Returns any code point but an unpaired surrogate, as a text. */
    private static Arbitrary<String> codePoint() {
        return Arbitraries.integers()
                .between(0, Character.MAX_CODE_POINT)
                .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                .map(Character::toString);
    }

    /** Returns short texts of few letters, so that equal ones and ones that differ in their borders turn up. */
    public static Arbitrary<String> alike() {
        return Arbitraries.strings().withChars("aA \u0000\u0001\u03A3\u00A0").ofMaxLength(4);
    }
}
