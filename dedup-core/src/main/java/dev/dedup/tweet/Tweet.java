// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tweet;

import static java.util.Objects.requireNonNull;

import dev.dedup.identity.TextNormalizer;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A scraped post.
 *
 * <p>Handle and message are always there; the message may be blank, the handle may not. All else is optional. {@code equals} is over
 * all fields; whether two tweets are the same <em>post</em> is for a {@link TweetIdentity} to say. Immutable and thread-safe.
 */
public final class Tweet {
    private static final int LONGEST_SHOWN_HANDLE = 50;

    private final String handle;
    private final String message;
    private final @Nullable String id;
    private final @Nullable String name;
    private final @Nullable Double hoursAgo;
    private final @Nullable Instant postedAt;
    private final Map<String, String> attributes;

    private Tweet(Builder builder) {
        handle = checkedHandle(builder.handle);
        message = requireNonNull(
                builder.message, "Tweet message is missing or null: give the text of the post, \"\" if it has none");
        id = builder.id;
        name = builder.name;
        hoursAgo = builder.hoursAgo;
        postedAt = builder.postedAt;
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(builder.attributes));
    }

    private static String checkedHandle(@Nullable String handle) {
        requireNonNull(handle, "Tweet handle is missing or null: give the account that posted it");
        if (TextNormalizer.caseSpace1().isBlank(handle)) {
            throw new IllegalArgumentException("Tweet handle is blank (" + handle.length()
                    + " characters, all white space): give the account that posted it");
        }
        return handle;
    }

    /**
     * Returns a tweet of an account and a text.
     *
     * @param handle the account that posted it, with or without {@code @}
     * @param message the text, which may be blank
     * @return the tweet
     * @throws NullPointerException if the handle or the message is null
     * @throws IllegalArgumentException if the handle is blank
     */
    public static Tweet of(String handle, String message) {
        return builder().handle(handle).message(message).build();
    }

    /**
     * Returns a builder of a tweet, which needs at least a handle and a message.
     *
     * @return a new builder with nothing set
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the account that posted it.
     *
     * @return the handle as given; never blank
     */
    public String handle() {
        return handle;
    }

    /**
     * Returns the text.
     *
     * @return the message as given; may be blank
     */
    public String message() {
        return message;
    }

    /**
     * Returns the platform's id of the post.
     *
     * @return the id as given, never blank; empty if the post has none
     */
    public Optional<String> id() {
        return Optional.ofNullable(id);
    }

    /**
     * Returns the display name of the account.
     *
     * @return the name as given; empty if it is not known
     */
    public Optional<String> name() {
        return Optional.ofNullable(name);
    }

    /**
     * Returns the age that the page showed when it was scraped.
     *
     * @return the age in hours; empty if it is not known
     */
    public OptionalDouble hoursAgo() {
        return hoursAgo == null ? OptionalDouble.empty() : OptionalDouble.of(hoursAgo);
    }

    /**
     * Returns when it was posted.
     *
     * @return the instant by the platform's clock; empty if it is not known
     */
    public Optional<Instant> postedAt() {
        return Optional.ofNullable(postedAt);
    }

    /**
     * Returns whatever else the scraper noted.
     *
     * @return an unmodifiable map in the order in which the attributes were given
     */
    public Map<String, String> attributes() {
        return attributes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Tweet that
                && handle.equals(that.handle)
                && message.equals(that.message)
                && Objects.equals(id, that.id)
                && Objects.equals(name, that.name)
                && Objects.equals(hoursAgo, that.hoursAgo)
                && Objects.equals(postedAt, that.postedAt)
                && attributes.equals(that.attributes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(handle, message, id, name, hoursAgo, postedAt, attributes);
    }

    /** Returns the handle and the length of the message, for logs: never the text of a post. */
    @Override
    public String toString() {
        return "Tweet[handle=" + shownHandle() + ", message of " + message.length() + " characters]";
    }

    /** Keeps a scraper's mix-up of columns, or a line break, out of the log. */
    String shownHandle() {
        if (handle.length() > LONGEST_SHOWN_HANDLE) {
            return "(" + handle.length() + " characters)";
        }
        return handle.replaceAll("\\p{Cntrl}", "?");
    }

    /** Collects the fields of a {@link Tweet}; not thread-safe. */
    public static final class Builder {
        private @Nullable String handle;
        private @Nullable String message;
        private @Nullable String id;
        private @Nullable String name;
        private @Nullable Double hoursAgo;
        private @Nullable Instant postedAt;
        private final Map<String, String> attributes = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Sets the account that posted it.
         *
         * @param handle the handle, with or without {@code @}; must not be blank
         * @return this builder
         */
        public Builder handle(String handle) {
            this.handle = handle;
            return this;
        }

        /**
         * Sets the text.
         *
         * @param message the text, which may be blank
         * @return this builder
         */
        public Builder message(String message) {
            this.message = message;
            return this;
        }

        /**
         * Sets the platform's id of the post.
         *
         * <p>Ids are text: numeric ones pass 2<sup>53</sup>, where JSON numbers lose digits. Platforms without ids give empty
         * columns, so a blank id counts as none.
         *
         * @param id the id; null or blank for none
         * @return this builder
         */
        public Builder id(@Nullable String id) {
            this.id = id == null || TextNormalizer.caseSpace1().isBlank(id) ? null : id;
            return this;
        }

        /**
         * Sets the display name of the account.
         *
         * @param name the name; null for none
         * @return this builder
         */
        public Builder name(@Nullable String name) {
            this.name = name;
            return this;
        }

        /**
         * Sets the age that the page showed.
         *
         * @param hoursAgo the age in hours when it was scraped
         * @return this builder
         * @throws IllegalArgumentException if the age is not a finite number
         */
        public Builder hoursAgo(double hoursAgo) {
            if (!Double.isFinite(hoursAgo)) {
                throw new IllegalArgumentException(
                        "Tweet age is " + hoursAgo + " hours: give a finite number, or leave the age out");
            }
            this.hoursAgo = hoursAgo;
            return this;
        }

        /**
         * Sets when it was posted.
         *
         * @param postedAt the instant by the platform's clock; null if it is not known
         * @return this builder
         */
        public Builder postedAt(@Nullable Instant postedAt) {
            this.postedAt = postedAt;
            return this;
        }

        /**
         * Adds something else that the scraper noted.
         *
         * @param key its name; a later value of the same name replaces an earlier one
         * @param value its value
         * @return this builder
         */
        public Builder attribute(String key, String value) {
            attributes.put(requireNonNull(key, "key"), requireNonNull(value, "value"));
            return this;
        }

        /**
         * Returns the tweet.
         *
         * @return a tweet of what is set; the builder may be used again
         * @throws NullPointerException if the handle or the message is missing or null
         * @throws IllegalArgumentException if the handle is blank
         */
        public Tweet build() {
            return new Tweet(this);
        }
    }
}
