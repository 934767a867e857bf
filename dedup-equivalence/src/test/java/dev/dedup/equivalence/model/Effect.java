// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import java.util.Optional;

/**
 * What an operation answers for one post and does to it. A pure function.
 *
 * @param <V> the kind of answer
 */
@FunctionalInterface
public interface Effect<V> {
    /**
     * Takes place.
     *
     * @param live what is held at that moment, empty if the post is free
     * @param now when it takes place
     * @return the answer, and what is held afterwards
     */
    Ending<V> on(Optional<Held> live, Moment now);
}
