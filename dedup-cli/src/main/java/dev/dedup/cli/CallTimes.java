// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.util.OptionalDouble;
import org.HdrHistogram.Histogram;

/** How long the calls to a store took. For one thread. */
final class CallTimes {
    private static final int DIGITS = 3;

    private final Histogram histogram = new Histogram(DIGITS);
    private long nanos;

    void add(long callNanos) {
        histogram.recordValue(callNanos);
        nanos += callNanos;
    }

    long calls() {
        return histogram.getTotalCount();
    }

    /** Returns how long all calls took together. */
    double seconds() {
        return nanos / 1e9;
    }

    /**
     * Returns the milliseconds within which so many of a hundred calls were answered; 100 for the longest.
     *
     * @return empty if the calls are so few that this would be the longest
     */
    OptionalDouble millis(int percent) {
        long needed = percent == 100 ? 1 : 100 / (100 - percent);
        return calls() < needed
                ? OptionalDouble.empty()
                : OptionalDouble.of(histogram.getValueAtPercentile(percent) / 1e6);
    }
}
