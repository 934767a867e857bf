// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.Verdict;
import java.time.Instant;

/**
 * A claim as the model holds it.
 *
 * @param state a lease or confirmed
 * @param token whose it is
 * @param end when it is free again
 */
public record Held(ClaimState state, ClaimToken token, Span end) {
    boolean isOf(ClaimToken other) {
        return token.equals(other);
    }

    /** What somebody else is told who claims it. */
    Verdict conflict() {
        return state == ClaimState.LEASED ? Verdict.IN_FLIGHT : Verdict.DUPLICATE;
    }

    /** Whether a store may show it like this at a moment: what is left of it, too. */
    boolean isShownBy(ClaimRecord shown, Moment now) {
        return state == shown.state()
                && token.equals(shown.token())
                && end.contains(shown.expiresAt().orElse(Instant.MAX))
                && shown.expiresAt().stream()
                        .allMatch(shownEnd -> now.leaves(shown.timeLeft().orElseThrow(), shownEnd));
    }
}
