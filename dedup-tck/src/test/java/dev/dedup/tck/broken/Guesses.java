// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck.broken;

import dev.dedup.spi.Answers;
import dev.dedup.spi.StoreException;

/** What broken stores put in the place of answers that failed. */
final class Guesses {
    private Guesses() {}

    /** Replaces every failure from one place on by a value. */
    static <V> Answers<V> from(int first, Answers<V> answers, V guess) {
        Answers.Builder<V> guessed = Answers.builder(answers.size());
        for (int i = 0; i < answers.size(); i++) {
            V value = answers.value(i);
            if (value != null) {
                guessed.value(i, value);
            } else if (i >= first) {
                guessed.value(i, guess);
            }
        }
        return guessed.build("guessing", "claim");
    }

    /** Replaces every failure by another. */
    static <V> Answers<V> failures(Answers<V> answers, StoreException failure) {
        Answers.Builder<V> replaced = Answers.builder(answers.size());
        for (int i = 0; i < answers.size(); i++) {
            V value = answers.value(i);
            if (value != null) {
                replaced.value(i, value);
            } else {
                replaced.failure(i, failure);
            }
        }
        return replaced.build(failure.store(), "claim");
    }
}
