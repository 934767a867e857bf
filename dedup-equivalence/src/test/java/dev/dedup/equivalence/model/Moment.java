// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import dev.dedup.spi.ClaimRequest;
import java.time.Duration;
import java.time.Instant;

/**
 * When a store decided, as far as that is known: between two readings of its clock.
 *
 * @param from the reading before it was asked
 * @param to the reading after it had answered; the same on a clock that only the test moves
 * @param tolerance how far the store's idea of now may be from the readings
 */
record Moment(Instant from, Instant to, Duration tolerance) {
    /** When something ends that begins at this moment. */
    Span after(Duration hold) {
        return hold.equals(ClaimRequest.FOREVER)
                ? Span.NEVER
                : new Span(from.plus(hold).minus(tolerance), to.plus(hold).plus(tolerance));
    }

    boolean isSurelyBefore(Span end) {
        return to.isBefore(end.from());
    }

    boolean isSurelyNotBefore(Span end) {
        return !from.isBefore(end.to());
    }
}
