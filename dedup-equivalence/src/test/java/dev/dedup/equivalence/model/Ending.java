// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * One way in which an operation on one post may end.
 *
 * @param admits which answers it has
 * @param answer how they read
 * @param next what is held then
 * @param <V> the kind of answer
 */
public record Ending<V>(Predicate<? super V> admits, String answer, Optional<Held> next) {
    public static <V> Ending<V> of(V answer, Optional<Held> next) {
        return new Ending<>(answer::equals, answer.toString(), next);
    }
}
