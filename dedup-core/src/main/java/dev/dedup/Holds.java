// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import dev.dedup.spi.ClaimRequest;
import java.time.Duration;

/** How long a claim may be held. */
final class Holds {
    /** Long enough for anybody who counts, and short enough that no store's clock overflows. */
    private static final Duration MAXIMUM = Duration.ofDays(36_525);

    private Holds() {}

    /** The duration in whole milliseconds, rounded up, or a clear refusal. */
    static Duration finite(String subject, Duration duration) {
        if (duration.compareTo(Duration.ofMillis(1)) < 0 || duration.compareTo(MAXIMUM) > 0) {
            throw new IllegalArgumentException(subject + " is " + duration + "; it must be from 1 millisecond to "
                    + MAXIMUM.toDays() + " days" + remedy(duration));
        }
        return Duration.ofMillis(duration.plusNanos(999_999).toMillis());
    }

    private static String remedy(Duration duration) {
        return duration.equals(ClaimRequest.FOREVER) ? ": for a retention without an end call forever()" : "";
    }
}
