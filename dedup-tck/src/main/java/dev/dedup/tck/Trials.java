// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.sessions.JqwikSession;

/**
 * Tries a property on random programs, and makes one that breaks it as small as it can.
 *
 * <p>jqwik generates and shrinks the steps; JUnit Jupiter runs, so that an author's own set-up holds for these tests as for all
 * others.
 */
final class Trials {
    private static final int LONGEST = 40;
    private static final int SIZE_HINT = 1_000;

    private Trials() {}

    /** Checks as many programs as asked for; fails with the smallest one found that breaks the property. */
    static <T> void check(Arbitrary<T> steps, int count, Random random, Consumer<List<T>> property) {
        JqwikSession.run(() -> {
            RandomGenerator<T> generator = steps.generator(SIZE_HINT, true);
            for (int i = 1; i <= count; i++) {
                int length = 1 + random.nextInt(LONGEST);
                Program<T> program =
                        new Program<>(generator.stream(random).limit(length).toList());
                Optional<AssertionError> failure = program.failure(property);
                if (failure.isPresent()) {
                    throw smallest(program, failure.get(), property).error(i, count);
                }
            }
        });
    }

    private static <T> Broken<T> smallest(Program<T> program, AssertionError failure, Consumer<List<T>> property) {
        Broken<T> smallest = new Broken<>(program, failure);
        Optional<Broken<T>> smaller = Optional.of(smallest);
        while (smaller.isPresent()) {
            smallest = smaller.get();
            smaller = smallest.program()
                    .smaller()
                    .flatMap(candidate ->
                            candidate.failure(property).map(error -> new Broken<>(candidate, error)).stream())
                    .findFirst();
        }
        return smallest;
    }

    private record Program<T>(List<Shrinkable<T>> steps) {
        Optional<AssertionError> failure(Consumer<List<T>> property) {
            try {
                property.accept(values());
                return Optional.empty();
            } catch (AssertionError failure) {
                return Optional.of(failure);
            }
        }

        List<T> values() {
            return steps.stream().map(Shrinkable::value).toList();
        }

        /** Returns the programs with a step less, the last first, and then those with a smaller step. */
        Stream<Program<T>> smaller() {
            Stream<Program<T>> shorter =
                    Stream.iterate(steps.size() - 1, i -> i >= 0, i -> i - 1).map(i -> with(i, List.of()));
            Stream<Program<T>> simpler = Stream.iterate(0, i -> i < steps.size(), i -> i + 1)
                    .flatMap(i -> steps.get(i).shrink().map(step -> with(i, List.of(step))));
            return Stream.concat(shorter, simpler);
        }

        private Program<T> with(int place, List<Shrinkable<T>> replacement) {
            List<Shrinkable<T>> changed = new ArrayList<>(steps.subList(0, place));
            changed.addAll(replacement);
            changed.addAll(steps.subList(place + 1, steps.size()));
            return new Program<>(changed);
        }
    }

    private record Broken<T>(Program<T> program, AssertionError failure) {
        AssertionError error(int trial, int count) {
            return new AssertionError(
                    "Program " + trial + " of " + count + " was answered wrongly; the smallest found:\n  "
                            + program.values() + "\n" + failure.getMessage(),
                    failure);
        }
    }
}
