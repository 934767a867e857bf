// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimToken;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Histories that are known to be right, and such as are known to be wrong. */
class LinearizabilityTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(20);

    @Test
    void oneWinnerIsRight() {
        assertRight(claim(1, 0, 10, "CLAIMED"), claim(2, 1, 9, "DUPLICATE"), claim(3, 20, 30, "DUPLICATE"));
    }

    @Test
    void twoWinnersAreWrong() {
        assertWrong(claim(1, 0, 10, "CLAIMED"), claim(2, 1, 9, "CLAIMED"));
    }

    @Test
    void noWinnerIsWrong() {
        assertWrong(claim(1, 0, 10, "DUPLICATE"), claim(2, 1, 9, "DUPLICATE"));
    }

    @Test
    void duplicateBeforeTheClaimWasAskedForIsWrong() {
        assertWrong(claim(1, 0, 10, "DUPLICATE"), claim(2, 11, 20, "CLAIMED"));
        assertRight(claim(1, 0, 11, "DUPLICATE"), claim(2, 11, 20, "CLAIMED"));
    }

    @Test
    void leaseIsInFlightUntilItIsConfirmed() {
        Event lease = lease(1, 0, 1, LONG, "CLAIMED");
        Event confirm = event(Event.Operation.RENEW, 1, 10, 20, "true");
        assertRight(lease, confirm, claim(2, 12, 15, "DUPLICATE"), claim(3, 11, 14, "IN_FLIGHT"));
        assertWrong(lease, confirm, claim(2, 12, 13, "DUPLICATE"), claim(3, 14, 15, "IN_FLIGHT"));
    }

    @Test
    void releaseForAnybodyIsWrong() {
        Event claim = claim(1, 0, 1, "CLAIMED");
        assertWrong(claim, event(Event.Operation.RELEASE, 2, 2, 3, "true"));
        assertWrong(claim, event(Event.Operation.RELEASE, 2, 2, 3, "false"), claim(3, 4, 5, "CLAIMED"));
        assertRight(claim, event(Event.Operation.RELEASE, 1, 2, 3, "true"), claim(3, 4, 5, "CLAIMED"));
    }

    @Test
    void forgettingOnceIsSeenByOne() {
        Event claim = claim(1, 0, 1, "CLAIMED");
        Event forget = event(Event.Operation.FORGET, 2, 2, 5, "true");
        assertRight(claim, forget, event(Event.Operation.FORGET, 3, 3, 4, "false"));
        assertWrong(claim, forget, event(Event.Operation.FORGET, 3, 3, 4, "true"));
    }

    @Test
    void staleLookupIsWrong() {
        Event claim = claim(1, 0, 10, "CLAIMED");
        assertRight(claim, event(Event.Operation.LOOKUP, 2, 5, 8, "free"));
        assertWrong(claim, event(Event.Operation.LOOKUP, 2, 11, 12, "free"));
    }

    @Test
    void lookupShowsTheHolder() {
        Event claim = claim(1, 0, 10, "CLAIMED");
        assertRight(claim, event(Event.Operation.LOOKUP, 2, 11, 12, "CONFIRMED by " + new ClaimToken(1)));
        assertWrong(claim, event(Event.Operation.LOOKUP, 2, 11, 12, "CONFIRMED by " + new ClaimToken(2)));
        assertWrong(claim, event(Event.Operation.LOOKUP, 2, 11, 12, "LEASED by " + new ClaimToken(1)));
    }

    @Test
    void unknownClaimHasHappenedOrNot() {
        Event unknown = claim(1, 0, 10, Event.UNKNOWN);
        assertRight(unknown, claim(2, 20, 30, "DUPLICATE"), claim(1, 40, 50, "CLAIMED"));
        assertRight(unknown, claim(2, 20, 30, "CLAIMED"), claim(1, 40, 50, "DUPLICATE"));
        assertWrong(unknown, claim(2, 20, 30, "CLAIMED"), claim(1, 40, 50, "CLAIMED"));
    }

    @Test
    void unknownClaimMayHappenLongAfterItWasGivenUp() {
        assertRight(
                claim(1, 0, 10, Event.UNKNOWN),
                event(Event.Operation.LOOKUP, 2, 100, 101, "free"),
                claim(3, 200, 201, "DUPLICATE"));
    }

    @Test
    void unknownClaimThatWasAskedForLaterExplainsNothing() {
        assertWrong(claim(2, 0, 10, "DUPLICATE"), claim(1, 11, 20, Event.UNKNOWN));
    }

    @Test
    void leaseThatLapsedIsTakenOverByOne() {
        Event lease = lease(1, 0, 1, SHORT, "CLAIMED");
        assertRight(lease, claim(2, 30, 31, "CLAIMED"), claim(3, 30, 31, "DUPLICATE"));
        assertWrong(lease, claim(2, 30, 31, "CLAIMED"), claim(3, 30, 31, "CLAIMED"));
    }

    @Test
    void leaseHoldsUntilItsEndAndNoLonger() {
        Event lease = lease(1, 0, 1, SHORT, "CLAIMED");
        assertWrong(lease, claim(2, 10, 11, "CLAIMED"));
        assertWrong(lease, claim(2, 30, 31, "IN_FLIGHT"));
        assertRight(lease, claim(2, 19, 20, "IN_FLIGHT"));
        assertRight(lease, claim(2, 19, 20, "CLAIMED"));
    }

    /** The client has sent the claim again after it was forgotten. */
    @Test
    void repetitionIsRightWhereAClientRepeats() {
        List<Event> history = List.of(
                claim(1, 0, 20, "CLAIMED"),
                event(Event.Operation.FORGET, 2, 5, 6, "true"),
                event(Event.Operation.LOOKUP, 2, 21, 22, "CONFIRMED by " + new ClaimToken(1)));
        assertThat(Linearizability.holds(history)).isFalse();
        assertThat(Linearizability.holdsWithRepetitions(history)).isTrue();
    }

    @Test
    void repetitionExcusesNoSecondWinner() {
        assertThat(Linearizability.holdsWithRepetitions(List.of(claim(1, 0, 10, "CLAIMED"), claim(2, 1, 9, "CLAIMED"))))
                .isFalse();
    }

    @Test
    void eventIsReadAsItWasWritten() {
        Event event = lease(-7, 1, 2, SHORT, "CLAIMED");
        assertThat(Event.of(event.line())).isEqualTo(event);
    }

    private static void assertRight(Event... history) {
        assertThat(Linearizability.holds(List.of(history))).isTrue();
    }

    private static void assertWrong(Event... history) {
        assertThat(Linearizability.holds(List.of(history))).isFalse();
    }

    private static Event claim(long token, long from, long to, String answer) {
        return event(Event.Operation.CLAIM, token, from, to, answer);
    }

    private static Event lease(long token, long from, long to, Duration hold, String answer) {
        return event(Event.Operation.CLAIM, token, ClaimState.LEASED, hold, from, to, answer);
    }

    private static Event event(Event.Operation operation, long token, long from, long to, String answer) {
        return event(operation, token, ClaimState.CONFIRMED, LONG, from, to, answer);
    }

    /** Times in milliseconds. */
    private static Event event(
            Event.Operation operation, long token, ClaimState state, Duration hold, long from, long to, String answer) {
        return new Event(
                0, 0, 0, operation, new ClaimToken(token), state, hold, from * 1_000_000, to * 1_000_000, answer);
    }
}
