// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.workers;

import static java.util.stream.Collectors.groupingBy;

import dev.dedup.equivalence.workers.Sink.Line;
import dev.dedup.equivalence.workers.Sink.Word;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToIntFunction;

/**
 * What a sink holds, against what it should.
 *
 * @param missing posts of the input that are not in it
 * @param ofKilled how many lines too many are explained by a life that was killed and of which such a line was the last: it may have
 *     died before it confirmed
 * @param ofLapsed how many are explained by a life that says that its lease was lost before it could confirm
 * @param unexplained posts of which there are more lines than that
 */
record Account(Set<Integer> missing, int ofKilled, int ofLapsed, Set<Integer> unexplained) {
    /** Compares a sink with an input, given which lives were killed. */
    static Account of(List<Integer> input, List<Line> lines, Set<String> killed) {
        Set<Line> last = lastLines(lines, killed);
        Map<Integer, Copies> copies = new TreeMap<>();
        lines.stream()
                .collect(groupingBy(Line::post))
                .forEach((post, about) -> copies.put(post, Copies.of(about, last)));
        Set<Integer> missing = new TreeSet<>(input);
        missing.removeAll(copies.keySet());
        Set<Integer> unexplained = new TreeSet<>();
        copies.forEach((post, of) -> {
            if (of.unexplained() > 0) {
                unexplained.add(post);
            }
        });
        return new Account(missing, sum(copies, Copies::ofKilled), sum(copies, Copies::ofLapsed), unexplained);
    }

    private static Set<Line> lastLines(List<Line> lines, Set<String> killed) {
        Map<String, Line> last = new HashMap<>();
        lines.forEach(line -> last.put(line.life(), line));
        last.keySet().retainAll(killed);
        return new HashSet<>(last.values());
    }

    private static int sum(Map<Integer, Copies> copies, ToIntFunction<Copies> count) {
        return copies.values().stream().mapToInt(count).sum();
    }

    /** The lines too many of one post, by what explains them. */
    private record Copies(int ofKilled, int ofLapsed, int unexplained) {
        static Copies of(List<Line> lines, Set<Line> last) {
            int written = count(lines, Word.WRITTEN);
            int tooMany = Math.max(0, written - 1);
            int ofLapsed = Math.min(tooMany, count(lines, Word.LAPSED));
            List<Line> unconfirmed =
                    lines.stream().filter(last::contains).distinct().toList();
            int ofKilled = Math.min(tooMany - ofLapsed, count(unconfirmed, Word.WRITTEN));
            return new Copies(ofKilled, ofLapsed, tooMany - ofLapsed - ofKilled);
        }

        private static int count(List<Line> lines, Word word) {
            return (int) lines.stream().filter(line -> line.word() == word).count();
        }
    }
}
