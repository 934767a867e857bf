// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import dev.dedup.tck.ContractClock;
import java.time.Instant;

/** Measures by a store's clock when it answers, from its making on. */
final class Stopwatch {
    private final ContractClock clock;
    private final Instant before;

    Stopwatch(ContractClock clock) {
        this.clock = clock;
        this.before = clock.now();
    }

    /** The time between its making and now. */
    Moment moment() {
        return new Moment(before, clock.now(), clock.tolerance());
    }
}
