// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaseSpace1Test {
    private final TextNormalizer normalizer = TextNormalizer.caseSpace1();

    @Provide
    Arbitrary<String> texts() {
        return Texts.any();
    }

    @Property(tries = 20_000)
    void isWhatTheReferenceSays(@ForAll("texts") String text) {
        String expected = ReferenceIdentity.wellFormed(ReferenceIdentity.caseSpace(text));
        assertThat(normalizer.normalize(text)).isEqualTo(expected);
        assertThat(normalizer.isBlank(text)).isEqualTo(expected.isEmpty());
    }

    @Provide
    Arbitrary<String> ascii() {
        return Texts.ascii();
    }

    @Property(tries = 20_000)
    void isWhatTheReferenceSaysOfAscii(@ForAll("ascii") String text) {
        assertThat(normalizer.normalize(text)).isEqualTo(ReferenceIdentity.caseSpace(text));
    }

    @Property(tries = 5_000)
    void isWhatTheReferenceSaysForHandles(@ForAll("texts") String text) {
        TextNormalizer forHandles = normalizer.forHandles();
        for (String handle : new String[] {text, "@" + text, " @" + text}) {
            String expected = ReferenceIdentity.wellFormed(ReferenceIdentity.caseSpaceHandle(handle));
            assertThat(forHandles.normalize(handle)).isEqualTo(expected);
            assertThat(forHandles.isBlank(handle)).isEqualTo(expected.isEmpty());
        }
    }

    @Property(tries = 5_000)
    void changesNothingTheSecondTime(@ForAll("texts") String text) {
        String once = normalizer.normalize(text);
        assertThat(normalizer.normalize(once)).isEqualTo(once);
    }

    @Test
    void everyWhiteSpaceIsASpaceAndNothingElseIs() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            String between = "a" + Character.toString(c) + "b";
            boolean space = ReferenceIdentity.caseSpace(between).equals("a b");
            assertThat(normalizer.normalize(between).equals("a b"))
                    .as("U+%04X", c)
                    .isEqualTo(space);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HELLO World!, hello world!",
        "'  a \t\n b  ', a b",
        "\u0130STANBUL, i\u0307stanbul",
        "\u1E9E STRASSE \u212A, \u00DF strasse k",
        "\u039F\u0394\u03A5\u03A3\u03A3\u0395\u03A5\u03A3 \u039A\u0391\u0399, \u03BF\u03B4\u03C5\u03C3\u03C3\u03B5\u03C5\u03C2 \u03BA\u03B1\u03B9",
        "A\u03A3.B, a\u03C3.b",
        "A\u03A3-B, a\u03C2-b",
        "A-\u03A3, a-\u03C3",
        "\u03A3, \u03C3",
        "\uD801\uDC00, \uD801\uDC28",
        "\u2C2F\uA7C0, \u2C2F\uA7C0",
        "@X, @x"
    })
    void examples(String text, String expected) {
        assertThat(normalizer.normalize(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"@JohnD, johnd", "johnd, johnd", "@@x, @x", "'@ x', ' x'", "' @x ', x", "@, ''", "x@y, x@y"})
    void takesOneAtOffAHandle(String handle, String expected) {
        assertThat(normalizer.forHandles().normalize(handle)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u00A0\u3000", "\u001C"})
    void leavesNothingOfABlankText(String text) {
        assertThat(normalizer.isBlank(text)).isTrue();
        assertThat(normalizer.normalize(text)).isEmpty();
    }

    @Test
    void isInNoWayBoundToTheDefaultLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(normalizer.normalize("TITLE I")).isEqualTo("title i");
        } finally {
            Locale.setDefault(before);
        }
    }
}
