// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CodePointSetTest {
    private static final CodePointSet SET = CodePointSet.parse("41-43\n  61 1f600-1f602 ");

    @Test
    void holdsTheFirstTheLastAndAllBetween() {
        assertThat(SET.codePoints()).containsExactly(0x41, 0x42, 0x43, 0x61, 0x1F600, 0x1F601, 0x1F602);
    }

    @Test
    void containsWhatItHoldsAndNothingElse() {
        for (int c = 0; c <= 0x20000; c++) {
            int codePoint = c;
            assertThat(SET.contains(c))
                    .as("U+%04X", c)
                    .isEqualTo(SET.codePoints().anyMatch(held -> held == codePoint));
        }
    }

    @Test
    void knows29WhiteSpaces() {
        assertThat(CodePointSet.WHITE_SPACE.codePoints()).hasSize(29).doesNotContain(0x180E, 0x200B, 0x2060, 0xFEFF);
    }
}
