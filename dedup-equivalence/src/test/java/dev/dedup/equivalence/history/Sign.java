// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.history;

/** What must have come of a run, in all its rounds together, for its histories to show something. */
enum Sign {
    /** Posts about which two processes were asking at the same time. */
    CONTENDED(10),
    /** Operations, without the look in the end. */
    OPERATIONS(100),
    /** Requests that only a store sends that is opened with the options for it. */
    TUNED(10),
    /** Posts of which somebody was told something when an operation had been given up. */
    SETTLED(5),
    /** Requests and answers that were lost on the wire. */
    LOSSES(5),
    /** Kills of the server. */
    KILLS(1);

    private final int fewest;

    Sign(int fewest) {
        this.fewest = fewest;
    }

    boolean isThin(long count) {
        return count < fewest;
    }
}
