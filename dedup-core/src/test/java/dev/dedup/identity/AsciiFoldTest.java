// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AsciiFoldTest {
    /** Folds a text that lies as {@link CaseSpace1} lays it: two lengths behind the place to write to. */
    private static String fold(String text, boolean afterSpace) {
        int length = text.length();
        byte[] bytes = new byte[3 * length];
        assertThat(AsciiFold.copy(text.toCharArray(), length, bytes, 2 * length))
                .isTrue();
        int end = AsciiFold.fold(bytes, 2 * length, 3 * length, 0, afterSpace);
        return new String(bytes, 0, end, US_ASCII);
    }

    /** One char after the other, by the table. */
    private static String foldPlainly(String text, boolean afterSpace) {
        StringBuilder folded = new StringBuilder();
        int last = afterSpace ? ' ' : 0;
        for (int i = 0; i < text.length(); i++) {
            int now = FoldTable.fold(text.charAt(i));
            if (now != ' ' || last != ' ') {
                folded.append((char) now);
            }
            last = now;
        }
        return folded.toString();
    }

    @Test
    void foldsEveryPairAtEveryPlace() {
        for (char first = 0; first < 0x80; first++) {
            for (char second = 0; second < 0x80; second++) {
                for (int before = 0; before < 8; before++) {
                    String text = "Z".repeat(before) + first + second + "@[ Z";
                    assertThat(fold(text, false)).isEqualTo(foldPlainly(text, false));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "' ', ''",
        "'  A', a",
        "' A  B       C        D', 'a b c d'",
        "'\t\t\t\t\t\t\t\t\t', ''",
        "'                        ', ''",
        "'ABCDEFG  HIJKLMN', 'abcdefg hijklmn'",
        "'ABCDEFGH IJKLMNO ', 'abcdefgh ijklmno '"
    })
    void dropsASpaceAfterASpace(String text, String expected) {
        assertThat(fold(text, true)).isEqualTo(expected);
    }

    @Test
    void noticesAnyCharThatIsNotAscii() {
        for (char c : new char[] {0x80, 0xA0, 0xFF, 0x100, 0x2028, 0xD800, 0xFF21, 0xFFFF}) {
            for (int place = 0; place < 20; place++) {
                char[] chars = "x".repeat(20).toCharArray();
                chars[place] = c;
                assertThat(AsciiFold.copy(chars, 20, new byte[20], 0)).isFalse();
                assertThat(AsciiFold.copy(chars, place, new byte[20], 0)).isTrue();
            }
        }
    }
}
