// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.spi;

/** What became of one attempt to claim one fingerprint. */
public enum Verdict {
    /** The claim is the caller's: it was free, had expired, or is held under the caller's own token. */
    CLAIMED,

    /** Somebody else holds a confirmed claim. */
    DUPLICATE,

    /** Somebody else holds a live lease, which may yet lapse or be released. */
    IN_FLIGHT,

    /** The store gave no answer: it may hold the claim for the caller, for somebody else, or not at all. */
    UNKNOWN
}
