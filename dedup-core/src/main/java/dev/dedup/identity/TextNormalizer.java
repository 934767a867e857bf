// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.identity;

import static java.util.Objects.requireNonNull;

/**
 * Says which texts count as equal, by turning each into one form.
 *
 * <p>A normaliser's result for a text never changes under one {@linkplain #id() id}: not with the Java version, not with a new
 * release; a changed rule gets a new id. Implementations are thread-safe. An implementation of your own needs an id of its own,
 * since the id is what keeps fingerprints of different rules apart.
 */
public interface TextNormalizer {
    /**
     * Returns the versioned name of the rule.
     *
     * @return a name such as {@code case-space-1}
     */
    String id();

    /**
     * Returns the normal form of a text.
     *
     * <p>Normalising a normal form again changes nothing. The text may be of any length and may hold unpaired surrogates.
     *
     * @param text the text
     * @return its normal form
     */
    String normalize(String text);

    /**
     * Tells whether nothing is left of a text once it is normalised.
     *
     * @param text the text
     * @return true if the normal form is empty
     */
    default boolean isBlank(String text) {
        return normalize(text).isEmpty();
    }

    /**
     * Returns the form of this rule for account handles, which people write with and without a leading {@code @}.
     *
     * <p>The result has the same id. It need not leave its own results unchanged: of {@code @@x}, one {@code @} goes each time.
     *
     * @return the normaliser for handles; this one, if handles are treated as any text
     */
    default TextNormalizer forHandles() {
        return this;
    }

    /**
     * Returns {@code exact-1}, which leaves a text as it is.
     *
     * @return the normaliser
     */
    static TextNormalizer exact1() {
        return Exact1.INSTANCE;
    }

    /**
     * Returns {@code case-space-1}, which ignores case and the amount and kind of white space.
     *
     * <p>The text is put into lower case by the tables of Unicode 13, whatever the Java version and the locale, with the rule for the
     * final sigma; runs of white space become one space; the ends are stripped. White space is U+0009–000D, 001C–001F, 0020, 0085,
     * 00A0, 1680, 2000–200A, 2028, 2029, 202F, 205F, 3000 and nothing else. An unpaired surrogate becomes U+FFFD. {@linkplain
     * #forHandles() For handles} one leading {@code @} is then taken off.
     *
     * @return the normaliser
     */
    static TextNormalizer caseSpace1() {
        return CaseSpace1.TEXT;
    }

    /**
     * Returns the normaliser of an id.
     *
     * @param id {@code exact-1} or {@code case-space-1}
     * @return the normaliser
     * @throws IllegalArgumentException if no normaliser has that id
     */
    static TextNormalizer named(String id) {
        return switch (requireNonNull(id, "id")) {
            case Exact1.ID -> exact1();
            case CaseSpace1.ID -> caseSpace1();
            default ->
                throw new IllegalArgumentException(
                        "Unknown text normaliser \"" + id + "\": use " + Exact1.ID + " or " + CaseSpace1.ID);
        };
    }
}
