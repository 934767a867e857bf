// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors

/**
 * Scraped posts and what makes two of them the same.
 *
 * <p>The entry type is {@link dev.dedup.tweet.Tweet}; {@link dev.dedup.tweet.TweetIdentity} chooses which of its fields, normalised
 * how, are its identity.
 */
@NullMarked
package dev.dedup.tweet;

import org.jspecify.annotations.NullMarked;
