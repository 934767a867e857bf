// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class Utf8Test {
    private final byte[] out = new byte[6];

    private byte[] written(int codePoint) {
        int end = Utf8.write(codePoint, out, 1);
        return Arrays.copyOfRange(out, 1, end);
    }

    @Test
    void writesEveryCodePointAsTheJdkDoes() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
            byte[] expected = (surrogate ? "\uFFFD" : Character.toString(c)).getBytes(UTF_8);
            assertThat(Arrays.equals(written(c), expected)).as("U+%04X", c).isTrue();
        }
    }

    @Test
    void writesNothingBesideTheCodePoint() {
        Utf8.write(0x1F600, out, 1);
        assertThat(out).containsExactly(0, 0xF0, 0x9F, 0x98, 0x80, 0);
    }
}
