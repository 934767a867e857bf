// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

/**
 * A record that is no post.
 *
 * @param record the record
 * @param reason why, without any of its text
 */
record Reject(RawRecord record, String reason) {
    /** Returns place and reason, for messages. */
    String message() {
        return record.file() + ":" + record.line() + ": " + reason;
    }
}
