// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.identity;

import java.util.Arrays;
import java.util.stream.IntStream;

/** An immutable set of code points, from ranges written as {@code first-last} or {@code only} in hexadecimal, in ascending order. */
final class CodePointSet {
    static final CodePointSet WHITE_SPACE = parse("9-d 1c-20 85 a0 1680 2000-200a 2028-2029 202f 205f 3000");
    static final CodePointSet CASED = parse(Unicode13.CASED);
    static final CodePointSet CASE_IGNORABLE = parse(Unicode13.CASE_IGNORABLE);

    private final int[] firsts;
    private final int[] lasts;

    private CodePointSet(int[] firsts, int[] lasts) {
        this.firsts = firsts;
        this.lasts = lasts;
    }

    static CodePointSet parse(String ranges) {
        String[] words = ranges.strip().split("\\s+");
        int[] firsts = Arrays.stream(words).mapToInt(word -> hex(word, 0)).toArray();
        int[] lasts = Arrays.stream(words)
                .mapToInt(word -> hex(word, word.indexOf('-') + 1))
                .toArray();
        return new CodePointSet(firsts, lasts);
    }

    private static int hex(String word, int from) {
        int dash = word.indexOf('-', from);
        return Integer.parseInt(word, from, dash < 0 ? word.length() : dash, 16);
    }

    boolean contains(int codePoint) {
        int found = Arrays.binarySearch(firsts, codePoint);
        int range = found >= 0 ? found : -found - 2;
        return range >= 0 && codePoint <= lasts[range];
    }

    IntStream codePoints() {
        return IntStream.range(0, firsts.length).flatMap(i -> IntStream.rangeClosed(firsts[i], lasts[i]));
    }
}
