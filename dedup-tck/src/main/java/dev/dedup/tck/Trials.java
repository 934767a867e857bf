// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck;

import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.sessions.JqwikSession;

/**
 * Tries a property on random values, and shrinks a value that breaks it.
 *
 * <p>jqwik generates and shrinks; JUnit Jupiter runs, so that an author's own set-up holds for these tests as for all others.
 */
final class Trials {
    private static final int SIZE_HINT = 1_000;
    private static final int MOST_SHRINKS = 2_000;

    private Trials() {}

    /** Checks as many values as asked for; fails with the smallest value found that breaks the property. */
    static <T> void check(Arbitrary<T> values, int count, Random random, Consumer<T> property) {
        JqwikSession.run(() -> {
            RandomGenerator<T> generator = values.generator(SIZE_HINT, true);
            for (int i = 1; i <= count; i++) {
                Shrinkable<T> value = generator.next(random);
                Optional<AssertionError> failure = failureOf(property, value.value());
                if (failure.isPresent()) {
                    throw smallest(new Broken<>(value, failure.get()), property).error(i, count);
                }
            }
        });
    }

    private static <T> Broken<T> smallest(Broken<T> first, Consumer<T> property) {
        Broken<T> smallest = first;
        int left = MOST_SHRINKS;
        boolean smaller = true;
        while (smaller) {
            smaller = false;
            for (Shrinkable<T> candidate :
                    (Iterable<Shrinkable<T>>) smallest.value().shrink().limit(left)::iterator) {
                left--;
                Optional<AssertionError> failure = failureOf(property, candidate.value());
                if (failure.isPresent()) {
                    smallest = new Broken<>(candidate, failure.get());
                    smaller = true;
                    break;
                }
            }
        }
        return smallest;
    }

    private static <T> Optional<AssertionError> failureOf(Consumer<T> property, T value) {
        try {
            property.accept(value);
            return Optional.empty();
        } catch (AssertionError failure) {
            return Optional.of(failure);
        }
    }

    private record Broken<T>(Shrinkable<T> value, AssertionError failure) {
        AssertionError error(int trial, int count) {
            return new AssertionError(
                    "Program " + trial + " of " + count + " was answered wrongly; the smallest found:\n  "
                            + value.value() + "\n" + failure.getMessage(),
                    failure);
        }
    }
}
