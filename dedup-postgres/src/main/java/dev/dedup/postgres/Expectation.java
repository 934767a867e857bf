// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import dev.dedup.spi.Verdict;

/**
 * What the next claim will find: what the last one found.
 *
 * <p>Where all is new, as when a data set is loaded, the look before the insert is for nothing. The guess decides in which order a statement
 * works, and not what it answers. Thread-safe.
 */
final class Expectation {
    private volatile boolean isNew;

    /** Whether all fingerprints of the last claim were new. */
    boolean isNew() {
        return isNew;
    }

    void learn(Found<Verdict> found) {
        boolean wasNew = found.areAll(Verdict.CLAIMED);
        if (wasNew != isNew) {
            isNew = wasNew;
        }
    }
}
