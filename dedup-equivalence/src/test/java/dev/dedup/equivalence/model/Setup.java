// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

/** How the workers of a program open their stores, which must make no difference. */
enum Setup {
    /** As they come. */
    PLAIN,
    /** With the options that change how a store asks: PostgreSQL shares statements, DynamoDB reads first; others have none. */
    TUNED,
    /** As threads of one process, with a memory of recent duplicates in front of the store. */
    RECENT
}
