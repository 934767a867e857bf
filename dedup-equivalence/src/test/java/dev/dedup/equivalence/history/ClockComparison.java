// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/** Shows that {@link System#nanoTime} of another process is that of this one: else their times could not be put in one order. */
final class ClockComparison {
    /** Beside what the judge of histories allows where a hold ends, little. */
    private static final long MOST = Duration.ofMillis(1).toNanos();

    private static final int ROUND_TRIPS = 20;

    /** Those that were too slow to show it are made again. */
    private static final int MOST_ROUND_TRIPS = 500;

    private long least = Long.MIN_VALUE;
    private long most = Long.MAX_VALUE;

    private ClockComparison() {}

    /**
     * Compares the clocks, over some round trips.
     *
     * @param other asks the other process what its clock shows
     * @throws AssertionError unless they are known to differ by less than a millisecond
     */
    static void requireSame(LongSupplier other) {
        ClockComparison comparison = new ClockComparison();
        for (int i = 0; i < ROUND_TRIPS || (comparison.isOpen() && i < MOST_ROUND_TRIPS); i++) {
            comparison.add(other);
        }
        assertThat(List.of(comparison.least, comparison.most))
                .as("least and greatest nanoseconds that the other process's System.nanoTime() may be ahead of ours")
                .allSatisfy(difference -> assertThat(difference).isBetween(-MOST, MOST));
    }

    /** The other clock was read between two readings of ours. */
    private void add(LongSupplier other) {
        long before = System.nanoTime();
        long shown = other.getAsLong();
        long after = System.nanoTime();
        least = Math.max(least, shown - after);
        most = Math.min(most, shown - before);
    }

    /** Whether they may differ by less than that, and by more. */
    private boolean isOpen() {
        return least <= MOST && most >= -MOST && (least < -MOST || most > MOST);
    }
}
