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
 * overlap: it gives up when it has been in too many configurations.
 */
final class Linearizability {
    /** Far more than right histories were seen to take, and tried within a minute on a busy machine. */
    private static final int MOST_CONFIGURATIONS = 250_000;

    /** So tried first: those that have been answered, in the order of their answers, which is likely to be right. */
    private static final Comparator<Event> LIKELY =
            Comparator.comparing(Event::isUnknown).thenComparing(Event::responded);

    private final List<Event> events;
    private final boolean mayRepeat;
    private final Set<Configuration> seen = new HashSet<>();
    private final Deque<Configuration> open = new ArrayDeque<>();

    private Linearizability(List<Event> events, boolean mayRepeat) {
        this.events = events.stream().sorted(LIKELY.reversed()).toList();
        this.mayRepeat = mayRepeat;
    }

    /** Judges a history of operations that each took place once. */
    static Judgement judge(List<Event> history) {
        return new Linearizability(history, false).search();
    }

    /** Judges a history of operations that each may have taken place once more than was asked for, before the time that was answered. */
    static Judgement judgeWithRepetitions(List<Event> history) {
        return new Linearizability(history, true).search();
    }

    private Judgement search() {
        visit(new Configuration(new BitSet(), new BitSet(), Optional.empty()));
        while (!open.isEmpty()) {
            Configuration now = open.pop();
            if (isComplete(now.done())) {
                return Judgement.RIGHT;
            }
            if (seen.size() > MOST_CONFIGURATIONS) {
                return Judgement.UNDECIDED;
            }
            successors(now).forEach(this::visit);
        }
        return Judgement.WRONG;
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
        long earliest = IntStream.concat(now.done().stream(), now.again().stream())
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
                .flatMap(i -> Stream.concat(again(now, i, earliest, latest), once(now, i, earliest, latest)));
    }

    /** An operation that was not answered, and would change nothing, may as well never happen. */
    private Stream<Configuration> once(Configuration now, int index, long earliest, long latest) {
        Event event = events.get(index);
        return event.after(now.held(), earliest, latest)
                .filter(held -> !event.isUnknown() || !held.equals(now.held()))
                .map(held -> new Configuration(with(now.done(), index), without(now.again(), index), held));
    }

    /** It happens, and will once more. */
    private Stream<Configuration> again(Configuration now, int index, long earliest, long latest) {
        if (!mayRepeat || now.again().get(index)) {
            return Stream.empty();
        }
        return events.get(index)
                .afterLostAttempt(now.held(), earliest, latest)
                .filter(held -> !held.equals(now.held()))
                .map(held -> new Configuration(now.done(), with(now.again(), index), held));
    }

    private IntStream missing(BitSet done) {
        return IntStream.range(0, events.size()).filter(i -> !done.get(i));
    }

    private static BitSet with(BitSet some, int index) {
        BitSet more = (BitSet) some.clone();
        more.set(index);
        return more;
    }

    private static BitSet without(BitSet some, int index) {
        BitSet fewer = (BitSet) some.clone();
        fewer.clear(index);
        return fewer;
    }

    /**
     * Where the search is.
     *
     * @param done which operations have happened, for the last time
     * @param again which have happened, and will once more
     * @param held what is held
     */
    private record Configuration(BitSet done, BitSet again, Optional<Held> held) {}
}
