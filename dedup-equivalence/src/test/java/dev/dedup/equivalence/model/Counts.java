// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How many there were of each kind of step. */
final class Counts {
    private final Map<Class<?>, Long> counts = new TreeMap<>(Comparator.comparing(Class::getSimpleName));

    void add(Step step, long times) {
        if (times > 0) {
            counts.merge(step.getClass(), times, Long::sum);
        }
    }

    long sum() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The kinds of which there were none. */
    Set<Class<?>> missing(Class<?>... kinds) {
        return Stream.of(kinds)
                .filter(kind -> !counts.containsKey(kind))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Override
    public String toString() {
        return counts.entrySet().stream()
                .map(count -> count.getKey().getSimpleName() + " " + count.getValue())
                .collect(Collectors.joining(", ", sum() + " (", ")"));
    }
}
