// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.cuts;

import static dev.dedup.equivalence.cuts.State.CONFIRMED;
import static dev.dedup.equivalence.cuts.State.CONFIRMED_BY_OTHER;
import static dev.dedup.equivalence.cuts.State.EXPIRED;
import static dev.dedup.equivalence.cuts.State.EXTENDED;
import static dev.dedup.equivalence.cuts.State.FREE;
import static dev.dedup.equivalence.cuts.State.LEASED;
import static dev.dedup.equivalence.cuts.State.LEASED_BY_OTHER;

import dev.dedup.spi.Verdict;
import java.util.List;
import java.util.stream.Stream;

/** What can be asked, and what the contract says that comes of it. */
enum Request {
    CLAIM(1, FREE, FREE, EXPIRED, CONFIRMED_BY_OTHER),
    CLAIM_ALL(Request.SEVERAL, FREE, FREE, EXPIRED, EXPIRED, CONFIRMED_BY_OTHER, LEASED_BY_OTHER),
    LEASE(1, FREE, FREE, EXPIRED, CONFIRMED_BY_OTHER),
    LEASE_ALL(Request.SEVERAL, FREE, FREE, EXPIRED, EXPIRED, CONFIRMED_BY_OTHER, LEASED_BY_OTHER),
    CONFIRM(1, LEASED, LEASED, LEASED, CONFIRMED_BY_OTHER),
    CONFIRM_ALL(Request.SEVERAL, LEASED, LEASED, LEASED, LEASED, CONFIRMED_BY_OTHER, LEASED_BY_OTHER),
    EXTEND(1, LEASED, LEASED, LEASED, LEASED_BY_OTHER),
    RELEASE(1, LEASED, LEASED, LEASED, LEASED_BY_OTHER),
    RELEASE_ALL(Request.SEVERAL, LEASED, LEASED, LEASED, LEASED, CONFIRMED_BY_OTHER, LEASED_BY_OTHER),
    FORGET(1, LEASED, CONFIRMED_BY_OTHER, LEASED_BY_OTHER, FREE, EXPIRED),
    /** Only of a store. */
    FORGET_ALL(Request.SEVERAL, LEASED, CONFIRMED_BY_OTHER, LEASED_BY_OTHER, FREE, EXPIRED),
    LOOKUP(1, FREE, EXPIRED, LEASED, CONFIRMED_BY_OTHER, LEASED_BY_OTHER),
    /** Only of a store. */
    LOOKUP_ALL(Request.SEVERAL, FREE, EXPIRED, LEASED, CONFIRMED_BY_OTHER, LEASED_BY_OTHER),
    /** Two requests with an action between them: only of a deduplicator. */
    PROCESS(1, FREE, FREE, EXPIRED, CONFIRMED_BY_OTHER, LEASED_BY_OTHER);

    /** In place of an answer where a verb gives none. */
    static final Object NO_ANSWER = "no answer";

    private static final int SEVERAL = 3;

    private final int posts;

    @SuppressWarnings("ImmutableEnumChecker") // List.of cannot be changed
    private final List<State> starts;

    Request(int posts, State... starts) {
        this.posts = posts;
        this.starts = List.of(starts);
    }

    /** What a store can be asked. */
    static List<Request> ofStores() {
        return Stream.of(values()).filter(request -> request != PROCESS).toList();
    }

    /** What a deduplicator can be asked. */
    static List<Request> ofDeduplicators() {
        return Stream.of(values())
                .filter(request -> request != FORGET_ALL && request != LOOKUP_ALL)
                .toList();
    }

    /** About how many posts it is. */
    int posts() {
        return posts;
    }

    /** How a post may be held before the request, the usual cases more than once. */
    List<State> starts() {
        return starts;
    }

    /** Whether it may make the post the caller's. */
    boolean isClaim() {
        return switch (this) {
            case CLAIM, CLAIM_ALL, LEASE, LEASE_ALL, PROCESS -> true;
            case CONFIRM, CONFIRM_ALL, EXTEND, RELEASE, RELEASE_ALL, FORGET, FORGET_ALL, LOOKUP, LOOKUP_ALL -> false;
        };
    }

    /** Whether it is about leases that the caller has. */
    boolean isOfLeases() {
        return switch (this) {
            case CONFIRM, CONFIRM_ALL, EXTEND, RELEASE, RELEASE_ALL -> true;
            case CLAIM, CLAIM_ALL, LEASE, LEASE_ALL, FORGET, FORGET_ALL, LOOKUP, LOOKUP_ALL, PROCESS -> false;
        };
    }

    /** Whether it takes a post from whoever holds it. */
    boolean isForgetting() {
        return this == FORGET || this == FORGET_ALL;
    }

    /** How a post is held while the request is applied, one after the other, from before it to after it. */
    List<State> steps(State before) {
        return switch (this) {
            case CLAIM, CLAIM_ALL -> before == FREE ? List.of(FREE, CONFIRMED) : List.of(before);
            case LEASE, LEASE_ALL -> before == FREE ? List.of(FREE, LEASED) : List.of(before);
            case CONFIRM, CONFIRM_ALL -> before == LEASED ? List.of(LEASED, CONFIRMED) : List.of(before);
            case EXTEND -> before == LEASED ? List.of(LEASED, EXTENDED) : List.of(before);
            case RELEASE, RELEASE_ALL -> before.isCallers() ? List.of(before, FREE) : List.of(before);
            case FORGET, FORGET_ALL -> before == FREE ? List.of(FREE) : List.of(before, FREE);
            case LOOKUP, LOOKUP_ALL -> List.of(before);
            case PROCESS -> stepsOfProcess(before);
        };
    }

    private static List<State> stepsOfProcess(State before) {
        return switch (before) {
            case FREE -> List.of(FREE, LEASED, CONFIRMED);
            case LEASED -> List.of(LEASED, CONFIRMED);
            default -> List.of(before);
        };
    }

    /** How a post is held once the request was applied. */
    State after(State before) {
        List<State> steps = steps(before);
        return steps.get(steps.size() - 1);
    }

    /** Whether this is the answer to a request that found the post so held. */
    boolean isAnswer(Object answer, State before) {
        return answer.equals(NO_ANSWER) || answer.equals(answer(before));
    }

    private Object answer(State before) {
        return switch (this) {
            case CLAIM, CLAIM_ALL, LEASE, LEASE_ALL, PROCESS -> verdict(before);
            case CONFIRM, CONFIRM_ALL, EXTEND, RELEASE, RELEASE_ALL -> before.isCallers();
            case FORGET, FORGET_ALL -> before != FREE;
            case LOOKUP, LOOKUP_ALL -> before;
        };
    }

    /** The answer to the caller's claim. */
    private static Verdict verdict(State before) {
        return before.isCallers() ? Verdict.CLAIMED : before.toNewcomer();
    }
}
