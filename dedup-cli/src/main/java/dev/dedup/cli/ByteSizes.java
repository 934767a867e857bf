// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads amounts of bytes as people write them. */
final class ByteSizes {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,10})([kmg]?)(i?b)?");
    private static final long MAXIMUM = 1L << 30;

    private ByteSizes() {}

    /**
     * Reads an amount.
     *
     * @param text such as {@code 65536}, {@code 64K} or {@code 16MiB}
     * @return the bytes, from 1 to 1 GiB
     * @throws IllegalArgumentException if it is none, or out of this range
     */
    static int parse(String text) {
        Matcher matcher = SIZE.matcher(text.toLowerCase(Locale.ROOT));
        if (matcher.matches()) {
            long bytes = Long.parseLong(matcher.group(1)) << shift(matcher.group(2));
            if (bytes >= 1 && bytes <= MAXIMUM) {
                return (int) bytes;
            }
        }
        throw new IllegalArgumentException(
                "'" + text + "' is not a number of bytes from 1 to 1G; write one such as 65536, 64K or 16M");
    }

    private static int shift(String unit) {
        return switch (unit) {
            case "k" -> 10;
            case "m" -> 20;
            case "g" -> 30;
            default -> 0;
        };
    }
}
