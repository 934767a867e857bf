// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All that may be held of one post, after the answers that were given.
 *
 * <p>It is one thing, unless an answer at the edge of an expiry was right on both of its sides, and left different things behind.
 */
final class Belief {
    private Set<Optional<Held>> possible = Set.of(Optional.empty());
    private long edges;

    /** An operation was carried out and answered. Fails if no possibility has that answer. */
    <V> void answered(Effect<V> effect, Moment now, V answer) {
        Set<Ending<V>> endings = endings(effect, now);
        Set<Optional<Held>> left = endings.stream()
                .filter(ending -> ending.admits().test(answer))
                .map(Ending::next)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (left.isEmpty()) {
            throw new AssertionError("answered " + answer + ", and right is "
                    + endings.stream().map(Ending::answer).distinct().collect(Collectors.joining(" or ")) + "; " + now);
        }
        edges += possible.stream().flatMap(Optional::stream).anyMatch(now::isAtTheEndOf) ? 1 : 0;
        possible = left;
    }

    /** Counts the operations that came at the end of a claim: at that instant, or within the declared tolerance of it. */
    long edges() {
        return edges;
    }

    private <V> Set<Ending<V>> endings(Effect<V> effect, Moment now) {
        return possible.stream()
                .flatMap(now::views)
                .map(live -> effect.on(live, now))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
