// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimToken;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        Duration left = LONG.minusMillis(6);
        assertRight(claim, lookup(11, 12, shown(ClaimState.CONFIRMED, 1, left)));
        assertWrong(claim, lookup(11, 12, shown(ClaimState.CONFIRMED, 2, left)));
        assertWrong(claim, lookup(11, 12, shown(ClaimState.LEASED, 1, left)));
    }

    @Test
    void lookupShowsTheEndThatARenewalSet() {
        Event lease = lease(1, 0, 1, SHORT, "CLAIMED");
        Event renewal = event(Event.Operation.RENEW, 1, ClaimState.LEASED, LONG, 5, 6, "true");
        assertRight(lease, renewal, lookup(10, 11, shown(ClaimState.LEASED, 1, LONG.minusMillis(5))));
        assertWrong(lease, renewal, lookup(10, 11, shown(ClaimState.LEASED, 1, SHORT.minusMillis(10))));
    }

    /** Its client has counted after 25 ms, when the claim was forgotten already. */
    @Test
    void lookupMayCountWhatIsLeftLate() {
        Event claim = claim(1, 0, 1, "CLAIMED");
        Event forget = event(Event.Operation.FORGET, 3, 5, 10, "true");
        Event late = event(Event.Operation.LOOKUP, 2, 4, 30, shown(ClaimState.CONFIRMED, 1, LONG.minusMillis(25)));
        assertRight(claim, forget, late, lookup(32, 33, "free"));
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

    /** The lease's clock was read when it was asked for, and it was granted after the release: it ends 60 ms after it was asked for. */
    @Test
    void leaseMayBeginBeforeThePostWasFree() {
        Event claim = claim(9, -10, -5, "CLAIMED");
        Event lease = lease(1, 0, 55, Duration.ofMillis(60), "CLAIMED");
        Event release = event(Event.Operation.RELEASE, 9, 30, 45, "true");
        assertRight(claim, lease, release, event(Event.Operation.LOOKUP, 2, 65, 80, "free"));
        assertRight(claim, lease, release, lookup(100, 110, shown(ClaimState.LEASED, 1, Duration.ofMillis(10))));
        assertWrong(claim, lease, release, event(Event.Operation.LOOKUP, 2, 56, 57, "free"));
        assertWrong(claim, lease, release, lookup(118, 120, shown(ClaimState.LEASED, 1, Duration.ofMillis(1))));
    }

    /** The client has sent the claim again after it was forgotten. */
    @Test
    void repetitionIsRightWhereAClientRepeats() {
        List<Event> history = List.of(
                claim(1, 0, 20, "CLAIMED"),
                event(Event.Operation.FORGET, 2, 5, 6, "true"),
                lookup(21, 22, shown(ClaimState.CONFIRMED, 1, LONG.minusMillis(10))));
        assertThat(Linearizability.judge(history)).isEqualTo(Judgement.WRONG);
        assertThat(Linearizability.judgeWithRepetitions(history)).isEqualTo(Judgement.RIGHT);
    }

    @Test
    void repetitionOfClaimsExcusesNoSecondWinner() {
        assertThat(Linearizability.judgeWithRepetitions(List.of(claim(1, 0, 10, "CLAIMED"), claim(2, 1, 9, "CLAIMED"))))
                .isEqualTo(Judgement.WRONG);
    }

    /** What is forgotten twice can be claimed twice more; three times is once too often. */
    @ParameterizedTest
    @ValueSource(strings = {"true", Event.UNKNOWN})
    void operationIsRepeatedOnce(String answer) {
        Event forget = event(Event.Operation.FORGET, 9, 0, 100, answer);
        List<Event> three =
                List.of(forget, claim(1, 1, 2, "CLAIMED"), claim(2, 3, 4, "CLAIMED"), claim(3, 5, 6, "CLAIMED"));
        List<Event> four = Stream.concat(three.stream(), Stream.of(claim(4, 7, 8, "CLAIMED")))
                .toList();
        assertThat(Linearizability.judge(three)).isEqualTo(Judgement.WRONG);
        assertThat(Linearizability.judgeWithRepetitions(three)).isEqualTo(Judgement.RIGHT);
        assertThat(Linearizability.judgeWithRepetitions(four)).isEqualTo(Judgement.WRONG);
    }

    /** It was answered when it had been sent for the last time. */
    @Test
    void answeredOperationIsNotRepeatedLater() {
        assertThat(Linearizability.judgeWithRepetitions(List.of(
                        claim(1, 0, 1, "CLAIMED"),
                        event(Event.Operation.FORGET, 2, 2, 3, "true"),
                        claim(3, 4, 5, "CLAIMED"),
                        claim(4, 6, 7, "CLAIMED"))))
                .isEqualTo(Judgement.WRONG);
    }

    /** Two winners and many claims that nobody knows anything of. */
    @Test
    void searchThatWouldTakeTooLongIsGivenUp() {
        List<Event> history = new ArrayList<>(List.of(claim(1, 500, 501, "CLAIMED"), claim(2, 502, 503, "CLAIMED")));
        for (int token = 3; token < 23; token++) {
            history.add(lease(token, token, token + 1, LONG, Event.UNKNOWN));
            history.add(event(Event.Operation.RELEASE, token, token + 2, token + 3, Event.UNKNOWN));
        }
        assertThat(Linearizability.judgeWithRepetitions(history)).isEqualTo(Judgement.UNDECIDED);
    }

    private static void assertRight(Event... history) {
        assertThat(Linearizability.judge(List.of(history))).isEqualTo(Judgement.RIGHT);
    }

    private static void assertWrong(Event... history) {
        assertThat(Linearizability.judge(List.of(history))).isEqualTo(Judgement.WRONG);
    }

    private static Event claim(long token, long from, long to, String answer) {
        return event(Event.Operation.CLAIM, token, from, to, answer);
    }

    private static Event lease(long token, long from, long to, Duration hold, String answer) {
        return event(Event.Operation.CLAIM, token, ClaimState.LEASED, hold, from, to, answer);
    }

    private static Event lookup(long from, long to, String answer) {
        return event(Event.Operation.LOOKUP, 2, from, to, answer);
    }

    private static String shown(ClaimState state, long token, Duration left) {
        return Event.shown(Optional.of(
                new ClaimRecord(state, new ClaimToken(token), Optional.of(Instant.EPOCH), Optional.of(left))));
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
