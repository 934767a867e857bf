// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import dev.dedup.DeduplicatorBuilder;
import java.time.Duration;
import java.util.Optional;

/**
 * How long a claim is held.
 *
 * @param duration the time, or empty for no end
 */
record Retention(Optional<Duration> duration) {
    private static final String FOREVER = "forever";

    static Retention parse(String text) {
        return text.equals(FOREVER)
                ? new Retention(Optional.empty())
                : new Retention(Optional.of(Durations.parse(text, ", or forever")));
    }

    void apply(DeduplicatorBuilder<?> builder) {
        duration.ifPresentOrElse(builder::retention, builder::forever);
    }
}
