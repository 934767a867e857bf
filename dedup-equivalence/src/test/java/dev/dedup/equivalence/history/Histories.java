// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.history;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What was done in one run.
 *
 * @param all for each post that was asked about, what was asked
 */
record Histories(Collection<List<Event>> all) {
    static Histories of(List<Event> events) {
        return new Histories(events.stream()
                .collect(groupingBy(Event::post, TreeMap::new, toList()))
                .values());
    }

    List<Integer> posts() {
        return all.stream().map(history -> history.get(0).post()).toList();
    }

    /** How many operations there are. */
    int operations() {
        return all.stream().mapToInt(List::size).sum();
    }

    /** How many of them were not answered. */
    long unanswered() {
        return all.stream().flatMap(List::stream).filter(Event::isUnknown).count();
    }

    /** About how many posts two processes were asking at the same time. */
    long contended() {
        return count(history -> history.stream()
                .anyMatch(one ->
                        history.stream().anyMatch(other -> one.process() != other.process() && one.overlaps(other))));
    }

    /** Of how many posts somebody was told something when an operation had been given up. */
    long settled() {
        return count(history -> history.stream()
                .filter(Event::isUnknown)
                .anyMatch(lost ->
                        history.stream().anyMatch(later -> !later.isUnknown() && later.invoked() > lost.responded())));
    }

    /** What is not known to be right, if there is any, with the first such history. */
    Optional<String> objection(Function<List<Event>, Judgement> judge) {
        return all.stream()
                .flatMap(history -> Optional.of(judge.apply(history))
                        .filter(judgement -> judgement != Judgement.RIGHT)
                        .map(judgement -> judgement + ":\n" + lines(history))
                        .stream())
                .findFirst();
    }

    private long count(Predicate<List<Event>> which) {
        return all.stream().filter(which).count();
    }

    private static String lines(List<Event> history) {
        return history.stream()
                .sorted(Comparator.comparingLong(Event::invoked))
                .map(Event::line)
                .collect(joining("\n"));
    }
}
