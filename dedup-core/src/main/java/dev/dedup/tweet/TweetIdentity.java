// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tweet;

import static java.util.Objects.requireNonNull;

import dev.dedup.identity.Fingerprint;
import dev.dedup.identity.Fingerprinter;
import dev.dedup.identity.TextNormalizer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What makes two tweets the same post: a scheme of fields, and the normaliser that their texts go through.
 *
 * <table>
 *   <caption>Schemes</caption>
 *   <tr><th>name</th><th>two tweets are the same post if they have</th></tr>
 *   <tr><td>{@code handle+message/exact-1}</td><td>the same handle and the same message</td></tr>
 *   <tr><td>{@code handle+message/case-space-1}</td>
 *       <td>the same handle, but for {@code @}, and message, but for case and white space</td></tr>
 *   <tr><td>{@code message/exact-1}</td><td>the same message, whoever posted it</td></tr>
 *   <tr><td>{@code message/case-space-1}</td><td>the same message but for case and white space, whoever posted it</td></tr>
 *   <tr><td>{@code id/exact-1}</td><td>the same id</td></tr>
 * </table>
 *
 * <p>A blank message is no identity of its own. Where a {@code message} scheme leaves nothing of a message, the tweet goes by its id
 * if it has one, else by handle and message under the same normaliser. Immutable and thread-safe.
 */
public final class TweetIdentity implements Fingerprinter<Tweet> {
    private static final Map<String, TweetIdentity> NAMED = named();

    private final String scheme;
    private final Function<Tweet, Scheme> schemeOf;

    private TweetIdentity(Scheme scheme, Function<Tweet, Scheme> schemeOf) {
        this.scheme = scheme.name();
        this.schemeOf = schemeOf;
    }

    private static Map<String, TweetIdentity> named() {
        Map<String, TweetIdentity> named = new LinkedHashMap<>();
        for (TextNormalizer normalizer : new TextNormalizer[] {TextNormalizer.exact1(), TextNormalizer.caseSpace1()}) {
            TweetIdentity both = handleAndMessage(normalizer);
            named.put(both.scheme, both);
            TweetIdentity message = message(normalizer);
            named.put(message.scheme, message);
        }
        named.put(Scheme.ID.name(), id());
        named.put("id", id());
        return Collections.unmodifiableMap(named);
    }

    /**
     * Returns the identity of a scheme's name.
     *
     * @param scheme one of the names in the table above, or {@code id} for {@code id/exact-1}
     * @return the identity
     * @throws IllegalArgumentException if there is no such scheme; the message lists those there are
     */
    public static TweetIdentity of(String scheme) {
        TweetIdentity identity = NAMED.get(requireNonNull(scheme, "scheme"));
        if (identity == null) {
            throw new IllegalArgumentException(
                    "Unknown tweet identity \"" + scheme + "\": use one of " + String.join(", ", NAMED.keySet()));
        }
        return identity;
    }

    /**
     * Returns the identity by the platform's id alone.
     *
     * @return {@code id/exact-1}, which throws an {@link IllegalArgumentException} for a tweet without id
     */
    public static TweetIdentity id() {
        return new TweetIdentity(Scheme.ID, tweet -> Scheme.ID);
    }

    /**
     * Returns the identity by the message alone.
     *
     * @param normalizer what the message goes through
     * @return the scheme {@code message/} with the normaliser's id
     */
    public static TweetIdentity message(TextNormalizer normalizer) {
        Scheme message = Scheme.message(normalizer);
        Scheme both = Scheme.handleAndMessage(normalizer);
        return new TweetIdentity(
                message, tweet -> normalizer.isBlank(tweet.message()) ? ofBlank(tweet, both) : message);
    }

    private static Scheme ofBlank(Tweet tweet, Scheme both) {
        return tweet.id().isPresent() ? Scheme.ID : both;
    }

    /**
     * Returns the identity by handle and message.
     *
     * @param normalizer what both go through; of the handle, its {@linkplain TextNormalizer#forHandles() form for handles}
     * @return the scheme {@code handle+message/} with the normaliser's id
     */
    public static TweetIdentity handleAndMessage(TextNormalizer normalizer) {
        Scheme both = Scheme.handleAndMessage(normalizer);
        return new TweetIdentity(both, tweet -> both);
    }

    /**
     * Returns the name of the scheme.
     *
     * @return the full name, such as {@code message/case-space-1}; a blank message may have gone by another one, as {@link #explain}
     *     tells
     */
    public String scheme() {
        return scheme;
    }

    /**
     * Returns the fingerprint of a tweet.
     *
     * @param tweet the tweet
     * @return its fingerprint, the same in every process
     * @throws IllegalArgumentException if the scheme is {@code id/exact-1} and the tweet has no id
     */
    @Override
    public Fingerprint fingerprint(Tweet tweet) {
        return schemeOf.apply(requireNonNull(tweet, "tweet")).fingerprint(tweet);
    }

    /**
     * Shows how the fingerprint of a tweet comes about.
     *
     * @param tweet the tweet
     * @return the scheme that was used, the texts that were hashed, and the fingerprint
     * @throws IllegalArgumentException if the scheme is {@code id/exact-1} and the tweet has no id
     */
    public Explanation explain(Tweet tweet) {
        Scheme used = schemeOf.apply(requireNonNull(tweet, "tweet"));
        return new Explanation(used.name(), used.normalized(tweet), used.fingerprint(tweet));
    }

    /** Returns the name of the scheme. */
    @Override
    public String toString() {
        return scheme;
    }

    /**
     * How the fingerprint of one tweet came about; holds the text of the post, so not for logs.
     *
     * @param scheme the scheme that was used, which for a blank message may be another one than was asked for
     * @param normalized the text that was hashed for each field, by the field's name, in order
     * @param fingerprint the fingerprint
     */
    public record Explanation(String scheme, Map<String, String> normalized, Fingerprint fingerprint) {
        /**
         * Makes an explanation of its three parts.
         *
         * @param scheme the scheme that was used
         * @param normalized the text of each field; copied
         * @param fingerprint the fingerprint
         */
        public Explanation {
            normalized = Collections.unmodifiableMap(new LinkedHashMap<>(normalized));
        }

        /** Returns scheme and fingerprint, without the text of the post. */
        @Override
        public String toString() {
            return "Explanation[scheme=" + scheme + ", fingerprint=" + fingerprint + "]";
        }
    }
}
