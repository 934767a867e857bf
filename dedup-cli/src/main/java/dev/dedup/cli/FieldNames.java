// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import dev.dedup.identity.TextNormalizer;
import dev.dedup.tweet.Tweet;
import dev.dedup.tweet.TweetIdentity;
import org.jspecify.annotations.Nullable;

/**
 * Which JSON fields, or CSV columns, make a post.
 *
 * @param handle the name of the field that holds the handle
 * @param message the name of the field that holds the message
 * @param id the name of the field that holds the id
 * @param use what the id is for
 */
record FieldNames(String handle, String message, String id, IdUse use) {
    /** What an identity makes of a post's id. */
    enum IdUse {
        /** It is not looked at, whatever it is. */
        NONE,
        /** It is taken if there is one. */
        OPTIONAL,
        /** A post without one is malformed. */
        REQUIRED;

        static IdUse of(TweetIdentity identity) {
            String scheme = identity.scheme();
            if (scheme.startsWith("id/")) {
                return REQUIRED;
            }
            return scheme.startsWith("message/") ? OPTIONAL : NONE;
        }
    }

    void requireDistinct() {
        if (handle.equals(message) || (readsId() && (id.equals(handle) || id.equals(message)))) {
            throw RunException.usage("--handle " + handle + ", --message " + message + " and --id " + id
                    + " name one field twice; each is a field of its own");
        }
    }

    boolean readsId() {
        return use != IdUse.NONE;
    }

    /**
     * Makes a post of what was found.
     *
     * @throws MalformedRecordException if a field is missing that the post needs
     */
    Tweet tweet(@Nullable String handleText, @Nullable String messageText, @Nullable String idText)
            throws MalformedRecordException {
        String author = required(handleText, handle);
        if (TextNormalizer.caseSpace1().isBlank(author)) {
            throw new MalformedRecordException("'" + handle + "' is blank; a post needs the account that posted it");
        }
        String text = required(messageText, message);
        if (!readsId()) {
            return Tweet.of(author, text);
        }
        Tweet tweet = Tweet.builder().handle(author).message(text).id(idText).build();
        if (use == IdUse.REQUIRED && tweet.id().isEmpty()) {
            throw new MalformedRecordException("'" + id + "' is missing, null or blank; the identity needs it");
        }
        return tweet;
    }

    private static String required(@Nullable String text, String name) throws MalformedRecordException {
        if (text == null) {
            throw new MalformedRecordException("'" + name + "' is missing; a post needs it");
        }
        return text;
    }
}
