// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.identity;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A row of capital letters, each {@code step} after the one before, whose small letters lie {@code delta} further on.
 *
 * <p>Written as {@code first:last:step:delta} in hexadecimal.
 */
record LowerCaseRun(int first, int last, int step, int delta) {
    private static final List<LowerCaseRun> ALL = Arrays.stream(
                    Unicode13.LOWER_CASE.strip().split("\\s+"))
            .map(LowerCaseRun::parse)
            .toList();

    /** The rows of letters below U+10000, whose small letters lie there too. */
    static final List<LowerCaseRun> BMP =
            ALL.stream().filter(run -> run.last <= Character.MAX_VALUE).toList();

    private static final List<LowerCaseRun> SUPPLEMENTARY =
            ALL.stream().filter(run -> run.first > Character.MAX_VALUE).toList();

    static LowerCaseRun parse(String run) {
        int[] parts = Arrays.stream(run.split(":", -1))
                .mapToInt(part -> Integer.parseInt(part, 16))
                .toArray();
        return new LowerCaseRun(parts[0], parts[1], parts[2], parts[3]);
    }

    IntStream codePoints() {
        return IntStream.iterate(first, c -> c <= last, c -> c + step);
    }

    /** Returns the lower case of a code point above U+FFFF; any other one is returned unchanged. */
    static int lowerSupplementary(int codePoint) {
        for (int i = 0; i < SUPPLEMENTARY.size(); i++) {
            LowerCaseRun run = SUPPLEMENTARY.get(i);
            if (codePoint >= run.first && codePoint <= run.last) {
                return codePoint + run.delta;
            }
        }
        return codePoint;
    }
}
