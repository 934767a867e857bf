// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import java.time.Instant;

/**
 * An instant that is known to lie between two, both included.
 *
 * @param from the earliest that it can be
 * @param to the latest that it can be
 */
public record Span(Instant from, Instant to) {
    /** After everything. */
    static final Span NEVER = new Span(Instant.MAX, Instant.MAX);

    boolean overlaps(Span other) {
        return !from.isAfter(other.to) && !other.from.isAfter(to);
    }

    boolean contains(Instant instant) {
        return !instant.isBefore(from) && !instant.isAfter(to);
    }
}
