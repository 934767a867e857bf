// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * All that may be held of one post, after the answers that were given.
 *
 * <p>It is one thing, unless an answer was lost at the edge of an expiry, where the model cannot tell on which side the store was.
 */
final class Belief {
    private Set<Optional<Held>> possible = Set.of(Optional.empty());
    private long edges;

    /** An operation was carried out and answered. Fails if no possibility has that answer. */
    <V> void answered(Effect<V> effect, Moment now, V answer) {
        Set<Outcome<V>> outcomes = outcomes(effect, now);
        Set<Optional<Held>> left = next(outcomes, outcome -> outcome.admits().test(answer));
        if (left.isEmpty()) {
            throw new AssertionError("answered " + answer + ", and right is "
                    + outcomes.stream().map(Outcome::answer).distinct().collect(Collectors.joining(" or ")));
        }
        possible = left;
    }

    /** An operation was carried out, and nobody knows its answer. */
    <V> void unanswered(Effect<V> effect, Moment now) {
        possible = next(outcomes(effect, now), outcome -> true);
    }

    /** Counts the operations that came at the edge of an expiry, where two answers were right. */
    long edges() {
        return edges;
    }

    private <V> Set<Outcome<V>> outcomes(Effect<V> effect, Moment now) {
        Set<Outcome<V>> outcomes = possible.stream()
                .flatMap(now::views)
                .map(live -> effect.on(live, now))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        edges += outcomes.stream().map(Outcome::answer).distinct().count() > 1 ? 1 : 0;
        return outcomes;
    }

    private static <V> Set<Optional<Held>> next(Set<Outcome<V>> outcomes, Predicate<Outcome<V>> agrees) {
        return outcomes.stream().filter(agrees).map(Outcome::next).collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
