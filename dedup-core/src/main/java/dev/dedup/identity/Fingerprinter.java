// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Says what makes two items the same: items with equal fingerprints are one item.
 *
 * <p>An implementation is thread-safe and depends on nothing but the item: not on the process, the time, the locale or the Java
 * version. The factories here give one from the texts that identify an item, in the format that {@code docs/identity-format.md}
 * describes for other languages.
 *
 * @param <T> the kind of item
 */
@FunctionalInterface
public interface Fingerprinter<T> {
    /**
     * Returns the fingerprint of an item.
     *
     * @param item the item
     * @return its fingerprint, the same in every process
     */
    Fingerprint fingerprint(T item);

    /**
     * Returns a fingerprinter over texts of an item, taken as they are.
     *
     * <p>The texts keep their borders: {@code ("a#b", "c")} and {@code ("a", "b#c")} are different items. An unpaired surrogate counts
     * as U+FFFD. The result is thread-safe if the functions are.
     *
     * @param scheme the name of this choice of fields, 1 to 255 visible ASCII characters, such as {@code "article/url-1"}; the same
     *     texts under another name give another fingerprint, so a changed choice needs a changed name
     * @param fields what to read from an item, in order; a function that returns null makes {@link #fingerprint} throw a {@link
     *     NullPointerException} that names the field
     * @param <T> the kind of item
     * @return the fingerprinter
     * @throws IllegalArgumentException if the scheme's name is empty, too long or holds another character, or if there is no field
     */
    @SafeVarargs
    static <T> Fingerprinter<T> ofFields(String scheme, Function<? super T, String>... fields) {
        List<TextField<T>> exact = new ArrayList<>();
        for (Function<? super T, String> field : fields) {
            exact.add(TextField.of(field));
        }
        return of(scheme, exact);
    }

    /**
     * Returns a fingerprinter over texts of an item, each normalised in its own way.
     *
     * <p>As {@link #ofFields}, but a {@link TextField} also says which normaliser its text goes through.
     *
     * @param scheme the name of this choice of fields and normalisers, 1 to 255 visible ASCII characters
     * @param fields the fields, in order
     * @param <T> the kind of item
     * @return the fingerprinter
     * @throws IllegalArgumentException if the scheme's name is empty, too long or holds another character, or if there is no field
     */
    static <T> Fingerprinter<T> of(String scheme, List<TextField<T>> fields) {
        return new FieldFingerprinter<>(scheme, fields);
    }
}
