// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.identity;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;

/**
 * One text that identifies an item, and how it is normalised.
 *
 * <p>Thread-safe if the function and the normaliser are.
 *
 * @param text reads the text from an item; must not return null
 * @param normalizer what the text goes through before it is compared
 * @param <T> the kind of item
 */
public record TextField<T>(Function<? super T, String> text, TextNormalizer normalizer) {
    /**
     * Makes a field of a text and what it goes through.
     *
     * @param text reads the text from an item
     * @param normalizer what the text goes through
     * @throws NullPointerException if either is null
     */
    public TextField {
        requireNonNull(text, "text");
        requireNonNull(normalizer, "normalizer");
    }

    /**
     * Returns a field whose text is taken as it is.
     *
     * @param text reads the text from an item; must not return null
     * @param <T> the kind of item
     * @return the field, under the normaliser {@code exact-1}
     */
    public static <T> TextField<T> of(Function<? super T, String> text) {
        return new TextField<>(text, TextNormalizer.exact1());
    }
}
