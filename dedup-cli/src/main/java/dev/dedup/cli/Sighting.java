// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import dev.dedup.identity.Fingerprint;

/**
 * Where a post stands in the input, and its fingerprint; nothing of its text.
 *
 * @param file the name of the file
 * @param line the number of the line on which the record begins, from 1
 * @param fingerprint the fingerprint under the identity of the run
 */
record Sighting(String file, long line, Fingerprint fingerprint) {
    static Sighting of(RawRecord record, Fingerprint fingerprint) {
        return new Sighting(record.file(), record.line(), fingerprint);
    }
}
