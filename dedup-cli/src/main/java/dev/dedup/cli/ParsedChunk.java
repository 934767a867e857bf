// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.util.List;

/**
 * What became of some records of one file, or the failure that ended it.
 *
 * @param posts what was made of the posts, in order
 * @param rejects the records that are no posts, in order
 * @param failure why the file could not be read on; empty if it could
 * @param <T> what is made of a post
 */
record ParsedChunk<T>(List<T> posts, List<Reject> rejects, String failure) {
    static <T> ParsedChunk<T> of(List<T> posts, List<Reject> rejects) {
        return new ParsedChunk<>(posts, rejects, "");
    }

    static <T> ParsedChunk<T> failed(String failure) {
        return new ParsedChunk<>(List.of(), List.of(), failure);
    }
}
