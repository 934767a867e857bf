// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

/**
 * What a call makes of items whose verdict is still unknown when its deadline has passed.
 *
 * <p>Each use is logged at {@code WARN} and told to the {@link DedupListener}.
 */
public enum FailurePolicy {
    /** Throw {@link UnknownOutcomeException}, whose {@code retry()} goes on with the same token: the caller decides. */
    THROW,

    /** Take the items for claimed: an item may be repeated, none is lost. */
    CLAIM,

    /** Take the items for not claimed: an item may be lost. */
    SKIP
}
