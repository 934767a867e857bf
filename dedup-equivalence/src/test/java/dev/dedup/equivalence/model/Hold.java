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

    static final Duration SHORT_TIME = Duration.ofMillis(25);

    Duration time() {
        return switch (this) {
            case SHORT -> SHORT_TIME;
            case LONG -> Duration.ofHours(1);
            case FOREVER -> ClaimRequest.FOREVER;
        };
    }
}
