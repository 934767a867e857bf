// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.workers;

import static java.util.stream.Collectors.groupingBy;

import dev.dedup.equivalence.workers.Sink.Line;
import dev.dedup.equivalence.workers.Sink.Word;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * What a sink holds, against what it should.
 *
 * @param missing posts of the input that are not in it
 * @param ofKilled how many posts too many are explained by a life that was killed, the last line of which says that it had written one:
 *     it may have died before it confirmed
 * @param ofLapsed how many are explained by a life that says that its lease was lost before it could confirm
 * @param lostEarly posts of which a lease was lost before its time, whatever came of that
 * @param unexplained posts that are in it more often than that
 */
record Account(Set<Integer> missing, int ofKilled, int ofLapsed, Set<Integer> lostEarly, Set<Integer> unexplained) {
    /** How far a server's clock, of whole milliseconds, may be ahead of ours when a lease has passed. */
    private static final Duration TOLERANCE = Duration.ofMillis(5);

    /** Compares a sink with an input, given for how long posts were leased and which lives were killed. */
    static Account of(List<Integer> input, List<Line> lines, Duration leaseTime, Set<String> killed) {
        Predicate<Line> lostEarly = line ->
                line.word() == Word.LAPSED && line.since().plus(TOLERANCE).compareTo(leaseTime) < 0;
        Set<Line> unconfirmed = unconfirmed(lines, killed);
        Map<Integer, Copies> copies = new TreeMap<>();
        lines.stream()
                .filter(lostEarly.negate())
                .collect(groupingBy(Line::post))
                .forEach((post, about) -> copies.put(post, Copies.of(about, unconfirmed)));
        Set<Integer> missing = new TreeSet<>(input);
        missing.removeAll(posts(lines, line -> line.word() == Word.WRITTEN));
        Set<Integer> unexplained = new TreeSet<>();
        copies.forEach((post, of) -> {
            if (of.unexplained() > 0) {
                unexplained.add(post);
            }
        });
        return new Account(
                missing,
                sum(copies, Copies::ofKilled),
                sum(copies, Copies::ofLapsed),
                posts(lines, lostEarly),
                unexplained);
    }

    private static Set<Line> unconfirmed(List<Line> lines, Set<String> killed) {
        Map<String, Line> last = new HashMap<>();
        lines.forEach(line -> last.put(line.life(), line));
        last.keySet().retainAll(killed);
        last.values().removeIf(line -> line.word() != Word.WRITTEN);
        return new HashSet<>(last.values());
    }

    private static Set<Integer> posts(List<Line> lines, Predicate<Line> which) {
        return lines.stream().filter(which).map(Line::post).collect(Collectors.toCollection(TreeSet::new));
    }

    private static int sum(Map<Integer, Copies> copies, ToIntFunction<Copies> count) {
        return copies.values().stream().mapToInt(count).sum();
    }

    /** What of one post is too much, by what explains it. */
    private record Copies(int ofKilled, int ofLapsed, int unexplained) {
        static Copies of(List<Line> lines, Set<Line> unconfirmed) {
            int tooMany = Math.max(0, count(lines, Word.WRITTEN) - 1);
            int ofLapsed = Math.min(tooMany, count(lines, Word.LAPSED));
            int explained = (int)
                    lines.stream().filter(unconfirmed::contains).distinct().count();
            int ofKilled = Math.min(tooMany - ofLapsed, explained);
            return new Copies(ofKilled, ofLapsed, tooMany - ofLapsed - ofKilled);
        }

        private static int count(List<Line> lines, Word word) {
            return (int) lines.stream().filter(line -> line.word() == word).count();
        }
    }
}
