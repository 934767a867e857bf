// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.cuts;

import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** How a post is held, in the eyes of the caller of a request. */
enum State {
    FREE,
    /** Free, though a claim of somebody else's that has expired may still be stored: a state to begin with, and seen as FREE. */
    EXPIRED,
    LEASED,
    /** Leased, and the lease was extended. */
    EXTENDED,
    CONFIRMED,
    LEASED_BY_OTHER,
    CONFIRMED_BY_OTHER;

    /** How long everything is held that was not extended. */
    static final Duration HOLD = Duration.ofHours(1);

    /** Of what is to expire. */
    static final Duration SHORT_HOLD = Duration.ofMillis(5);

    static final Duration EXTENSION = Duration.ofHours(3);
    private static final Duration BETWEEN = Duration.ofHours(2);

    /** Reads a record; whoever is none of the others is the caller. */
    static State of(Optional<ClaimRecord> record, Set<ClaimToken> others, Instant now) {
        return record.map(held -> others.contains(held.token()) ? ofOther(held) : ofCaller(held, now))
                .orElse(FREE);
    }

    /** How it is seen by whoever looks. */
    State seen() {
        return this == EXPIRED ? FREE : this;
    }

    boolean isCallers() {
        return this == LEASED || this == EXTENDED || this == CONFIRMED;
    }

    boolean isOthers() {
        return this == LEASED_BY_OTHER || this == CONFIRMED_BY_OTHER;
    }

    /** The answer to a claim by somebody who holds nothing. */
    Verdict toNewcomer() {
        return switch (this) {
            case FREE, EXPIRED -> Verdict.CLAIMED;
            case LEASED, EXTENDED, LEASED_BY_OTHER -> Verdict.IN_FLIGHT;
            case CONFIRMED, CONFIRMED_BY_OTHER -> Verdict.DUPLICATE;
        };
    }

    private static State ofOther(ClaimRecord held) {
        return held.state() == ClaimState.LEASED ? LEASED_BY_OTHER : CONFIRMED_BY_OTHER;
    }

    private static State ofCaller(ClaimRecord held, Instant now) {
        if (held.state() == ClaimState.CONFIRMED) {
            return CONFIRMED;
        }
        return held.expiresAt().orElse(Instant.MAX).isAfter(now.plus(BETWEEN)) ? EXTENDED : LEASED;
    }
}
