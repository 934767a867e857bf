// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import dev.dedup.tweet.Tweet;

/** Makes a post of a record. Thread-safe. */
interface PostParser {
    /**
     * Reads a post.
     *
     * @param record the record, whole and in UTF-8
     * @return the post
     * @throws MalformedRecordException if the record is none
     */
    Tweet parse(RawRecord record) throws MalformedRecordException;
}
