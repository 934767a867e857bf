// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.history;

import dev.dedup.equivalence.model.Held;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Decides whether the operations on one post can be put in one order that explains every answer, and in which none stands before
 * another that was answered before it was asked.
 *
 * <p>The search of Wing and Gong ("Testing and Verifying Concurrent Objects", 1993), with Lowe's memory of the configurations that it
 * has been in ("Testing for linearizability", 2017): which operations have happened, and what is held. Operations without an
 * answer have happened at any time since they were asked, or never. Exact, and exponential in the number of operations that
 * overlap.
 */
final class Linearizability {
    private final List<Event> events;
    private final boolean mayRepeat;
    private final Set<Configuration> seen = new HashSet<>();
    private final Deque<Configuration> open = new ArrayDeque<>();

    private Linearizability(List<Event> events, boolean mayRepeat) {
        this.events =
                events.stream().sorted(Comparator.comparingLong(Event::invoked)).toList();
        this.mayRepeat = mayRepeat;
    }

    /** Judges a history of operations that each took place once. */
    static boolean holds(List<Event> history) {
        return new Linearizability(history, false).search();
    }

    /** Judges a history of operations that may have taken place more than once, and the answer is the last time's. */
    static boolean holdsWithRepetitions(List<Event> history) {
        return new Linearizability(history, true).search();
    }

    private boolean search() {
        visit(new Configuration(new BitSet(), Optional.empty()));
        while (!open.isEmpty()) {
            Configuration now = open.pop();
            if (isComplete(now.done())) {
                return true;
            }
            successors(now).forEach(this::visit);
        }
        return false;
    }

    private void visit(Configuration configuration) {
        if (seen.add(configuration)) {
            open.push(configuration);
        }
    }

    private boolean isComplete(BitSet done) {
        return missing(done).allMatch(i -> events.get(i).isUnknown());
    }

    /** The moments of an order go forward: each is after all that were asked before, and before all answers to come. */
    private Stream<Configuration> successors(Configuration now) {
        long earliest = now.done().stream()
                .mapToLong(i -> events.get(i).invoked())
                .max()
                .orElse(Long.MIN_VALUE);
        long latest = missing(now.done())
                .mapToObj(events::get)
                .filter(event -> !event.isUnknown())
                .mapToLong(Event::responded)
                .min()
                .orElse(Long.MAX_VALUE);
        return missing(now.done())
                .filter(i -> events.get(i).invoked() <= latest)
                .boxed()
                .flatMap(i -> successors(now, i, earliest, latest));
    }

    private Stream<Configuration> successors(Configuration now, int index, long earliest, long latest) {
        Event event = events.get(index);
        Stream<Configuration> once = event.after(now.held(), earliest, latest)
                .filter(held -> !event.isUnknown() || !held.equals(now.held()))
                .map(held -> new Configuration(with(now.done(), index), held));
        Stream<Configuration> again = mayRepeat
                ? event.afterLostAttempt(now.held(), earliest, latest).map(held -> new Configuration(now.done(), held))
                : Stream.empty();
        return Stream.concat(again, once);
    }

    private IntStream missing(BitSet done) {
        return IntStream.range(0, events.size()).filter(i -> !done.get(i));
    }

    private static BitSet with(BitSet done, int index) {
        BitSet more = (BitSet) done.clone();
        more.set(index);
        return more;
    }

    private record Configuration(BitSet done, Optional<Held> held) {}
}
