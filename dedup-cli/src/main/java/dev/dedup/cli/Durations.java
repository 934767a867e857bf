// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads durations as people write them. */
final class Durations {
    private static final Pattern SHORT = Pattern.compile("(-?\\d+)(ms|s|m|h|d|w)");
    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1),
            "w", Duration.ofDays(7));

    private Durations() {}

    /**
     * Reads a positive duration.
     *
     * @param text such as {@code 48h}, {@code 2d} or {@code PT48H}
     * @param others what else the option takes, for the message
     * @throws IllegalArgumentException if it is none, or not positive
     */
    static Duration parse(String text, String others) {
        Duration duration = read(text, others);
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("'" + text + "' is not more than zero; write one such as 48h" + others);
        }
        return duration;
    }

    private static Duration read(String text, String others) {
        Matcher matcher = SHORT.matcher(text);
        try {
            if (!matcher.matches()) {
                return Duration.parse(text);
            }
            Duration unit = UNITS.getOrDefault(matcher.group(2), Duration.ZERO);
            return unit.multipliedBy(Long.parseLong(matcher.group(1)));
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a duration; write one such as 500ms, 90s, 30m, 48h, 2d, 1w or PT48H"
                            + others,
                    e);
        }
    }
}
