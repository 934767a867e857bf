// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.history;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * What has come of some rounds of a run.
 *
 * @param counts how much, of each sign that is asked for
 */
record Evidence(Map<Sign, Long> counts) {
    private static final int MOST_ROUNDS = 4;

    /** On a machine that is too slow for one round to show anything, several together may. */
    static Evidence of(IntFunction<Evidence> rounds) {
        Evidence evidence = rounds.apply(0);
        for (int round = 1; round < MOST_ROUNDS && !evidence.thin().isEmpty(); round++) {
            evidence = evidence.and(rounds.apply(round));
        }
        return evidence;
    }

    /** Both together. */
    Evidence and(Evidence more) {
        Map<Sign, Long> sums = new EnumMap<>(counts);
        more.counts.forEach((sign, count) -> sums.merge(sign, count, Long::sum));
        return new Evidence(sums);
    }

    /** Fails if too little has come of the rounds. */
    void requireEnough() {
        assertThat(thin()).as("that of which too little has come: %s", this).isEmpty();
    }

    private Set<Sign> thin() {
        return counts.entrySet().stream()
                .filter(count -> count.getKey().isThin(count.getValue()))
                .map(Map.Entry::getKey)
                .collect(toCollection(() -> EnumSet.noneOf(Sign.class)));
    }
}
