// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

/** What {@code processOnce} did with an item. */
public enum Outcome {
    /**
     * The action ran to its end, and the item is confirmed; under a policy other than {@link FailurePolicy#THROW} also if the store did
     * not answer, and then the item may be processed again when its lease has lapsed.
     */
    PROCESSED,

    /** Somebody has confirmed the item before; the action did not run. */
    DUPLICATE,

    /** Somebody works on the item, or the store did not say; the action did not run. Ask again later. */
    IN_FLIGHT
}
