// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

/** How the workers of a program open their stores, which must make no difference. */
enum Setup {
    /** As they come. */
    PLAIN,
    /**
     * With the options that change how a store asks; others than these two have none. On DynamoDB it reads first. On PostgreSQL claims
     * that come at the same time would share a statement: as one thing happens at a time here, each waits in the queue for itself and
     * goes alone, and that shared ones mean the same is for the histories to show.
     */
    TUNED,
    /** As threads of one process, with a memory of recent duplicates in front of the store. */
    RECENT
}
