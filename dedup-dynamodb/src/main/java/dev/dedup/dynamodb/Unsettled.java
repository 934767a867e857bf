// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import dev.dedup.spi.ClaimToken;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The tokens of claims that may have been written without an answer, the latest of them. Thread-safe.
 *
 * <p>A repetition under such a token must meet its own claim, which an old read may not show.
 */
final class Unsettled {
    private static final int LIMIT = 10_000;

    // guarded by this
    private final Set<ClaimToken> tokens = new LinkedHashSet<>();

    /** Notes that a claim begins; false if an earlier attempt of it is not settled. */
    synchronized boolean begin(ClaimToken token) {
        boolean isFirst = tokens.add(token);
        if (tokens.size() > LIMIT) {
            tokens.remove(tokens.iterator().next());
        }
        return isFirst;
    }

    /** Notes that a claim has its verdicts. */
    synchronized void end(ClaimToken token) {
        tokens.remove(token);
    }
}
