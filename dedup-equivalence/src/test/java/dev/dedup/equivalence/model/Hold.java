// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import dev.dedup.spi.ClaimRequest;
import java.time.Duration;

/** For how long a step of a program claims. */
enum Hold {
    /** Some steps of a program: on a store with a clock of its own it is waited for. */
    SHORT,
    /** Longer than any program. */
    LONG,
    /** Without an end, which all four stores promise to keep. */
    FOREVER;

    /** What {@link #SHORT} is, in the milliseconds of {@link Step.Pass}. */
    static final int SHORT_MILLIS = 25;

    Duration on(Bench bench) {
        return switch (this) {
            case SHORT -> bench.time(SHORT_MILLIS);
            case LONG -> Duration.ofHours(1);
            case FOREVER -> ClaimRequest.FOREVER;
        };
    }
}
