// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.cuts;

import static dev.dedup.equivalence.cuts.State.CONFIRMED;
import static dev.dedup.equivalence.cuts.State.CONFIRMED_BY_OTHER;
import static dev.dedup.equivalence.cuts.State.EXTENDED;
import static dev.dedup.equivalence.cuts.State.FREE;
import static dev.dedup.equivalence.cuts.State.LEASED;
import static dev.dedup.equivalence.cuts.State.LEASED_BY_OTHER;

import dev.dedup.spi.Verdict;
import java.util.List;

/** What can be asked, and what the contract says that comes of it. */
enum Request {
    CLAIM(FREE, FREE, FREE, CONFIRMED_BY_OTHER),
    BATCH(FREE, FREE, FREE, FREE, CONFIRMED_BY_OTHER, LEASED_BY_OTHER),
    LEASE(FREE, FREE, FREE, CONFIRMED_BY_OTHER),
    CONFIRM(LEASED, LEASED, LEASED, CONFIRMED_BY_OTHER),
    EXTEND(LEASED, LEASED, LEASED, LEASED_BY_OTHER),
    RELEASE(LEASED, LEASED, LEASED, LEASED_BY_OTHER),
    FORGET(LEASED, CONFIRMED_BY_OTHER, LEASED_BY_OTHER, FREE),
    LOOKUP(FREE, LEASED, CONFIRMED_BY_OTHER, LEASED_BY_OTHER);

    /** In place of an answer where a verb gives none. */
    static final Object NO_ANSWER = "no answer";

    @SuppressWarnings("ImmutableEnumChecker") // List.of cannot be changed
    private final List<State> starts;

    Request(State... starts) {
        this.starts = List.of(starts);
    }

    /** How a post may be held before the request, the usual cases more than once. */
    List<State> starts() {
        return starts;
    }

    /** Whether it may make the post the caller's. */
    boolean isClaim() {
        return this == CLAIM || this == BATCH || this == LEASE;
    }

    /** How a post is held once the request was applied. */
    State after(State before) {
        return switch (this) {
            case CLAIM, BATCH -> before == FREE ? CONFIRMED : before;
            case LEASE -> before == FREE ? LEASED : before;
            case CONFIRM -> before.isCallers() ? CONFIRMED : before;
            case EXTEND -> before == LEASED ? EXTENDED : before;
            case RELEASE -> before.isCallers() ? FREE : before;
            case FORGET -> FREE;
            case LOOKUP -> before;
        };
    }

    /** Whether this is the answer to a request that found the post so held. */
    boolean isAnswer(Object answer, State before) {
        return answer.equals(NO_ANSWER) || answer.equals(answer(before));
    }

    private Object answer(State before) {
        return switch (this) {
            case CLAIM, BATCH, LEASE -> verdict(before);
            case CONFIRM, EXTEND, RELEASE -> before.isCallers();
            case FORGET -> before != FREE;
            case LOOKUP -> before;
        };
    }

    /** The answer to the caller's claim. */
    private static Verdict verdict(State before) {
        return before.isCallers() ? Verdict.CLAIMED : before.toNewcomer();
    }
}
