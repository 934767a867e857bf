// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import java.time.Duration;

/**
 * How long to wait before a request is repeated: exponential with full jitter, so that a fleet which failed together does not
 * come back together.
 */
record Backoff(Timing timing) {
    private static final long FIRST_NANOS = Duration.ofMillis(10).toNanos();
    private static final int DOUBLINGS = 5;

    Duration afterAttempt(int attempt) {
        long bound = FIRST_NANOS << Math.min(attempt - 1, DOUBLINGS);
        return Duration.ofNanos(timing.randomUpTo(bound));
    }
}
