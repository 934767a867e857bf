// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import dev.dedup.spi.ClaimRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When a store decided, as far as that is known: between two readings of its clock.
 *
 * @param from the reading before it was asked
 * @param to the reading after it had answered, {@link Instant#MAX} if it never did; the same on a clock that only the test moves
 * @param tolerance how far the store's idea of now may be from the readings
 */
public record Moment(Instant from, Instant to, Duration tolerance) {
    /** When something ends that begins at this moment. */
    public Span after(Duration hold) {
        if (hold.equals(ClaimRequest.FOREVER)) {
            return Span.NEVER;
        }
        Instant latest = to.equals(Instant.MAX) ? to : to.plus(hold).plus(tolerance);
        return new Span(from.plus(hold).minus(tolerance), latest);
    }

    /** Whether a store may say at this moment that so much is left until an end, in whole milliseconds and never more than there is. */
    boolean leaves(Duration left, Instant end) {
        Duration least = Duration.between(to.plus(tolerance), end).truncatedTo(ChronoUnit.MILLIS);
        Duration most = Duration.between(from.minus(tolerance), end);
        return left.compareTo(least) >= 0 && left.compareTo(most) <= 0;
    }

    /** Whether a store may say at this moment that so much is left until an end of which no more is known. */
    public boolean mayLeave(Duration left, Span end) {
        Span said = after(left);
        boolean isForever = said.equals(Span.NEVER);
        return isForever == end.equals(Span.NEVER) && said.overlaps(end);
    }

    /** Whether something may end at this very moment. */
    boolean isAtTheEndOf(Held held) {
        return !from.isAfter(held.end().to()) && !to.isBefore(held.end().from());
    }

    /** How a store may see something at this moment: still held, or free already. */
    public Stream<Optional<Held>> views(Optional<Held> possible) {
        boolean mayBeHeld =
                possible.filter(held -> from.isBefore(held.end().to())).isPresent();
        boolean mayBeFree =
                possible.filter(held -> to.isBefore(held.end().from())).isEmpty();
        return Stream.concat(
                mayBeHeld ? Stream.of(possible) : Stream.empty(),
                mayBeFree ? Stream.of(Optional.empty()) : Stream.empty());
    }
}
