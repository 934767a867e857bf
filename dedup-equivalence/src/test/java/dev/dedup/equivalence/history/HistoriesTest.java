// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimToken;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs of which it is known what they show. */
class HistoriesTest {
    @Test
    void everythingIsCounted() {
        Histories histories = Histories.of(List.of(
                claim(0, 7, 0, 1, "CLAIMED"), claim(1, 3, 0, 1, Event.UNKNOWN), claim(1, 7, 2, 3, "DUPLICATE")));
        assertThat(histories.posts()).containsExactly(3, 7);
        assertThat(histories.operations()).isEqualTo(3);
        assertThat(histories.unanswered()).isEqualTo(1);
    }

    @Test
    void processesContendThatAskAtOnce() {
        assertThat(contended(claim(0, 1, 0, 5, "CLAIMED"), claim(1, 1, 4, 9, "DUPLICATE")))
                .isEqualTo(1);
        assertThat(contended(claim(0, 1, 0, 5, "CLAIMED"), claim(1, 1, 6, 9, "DUPLICATE")))
                .isZero();
        assertThat(contended(claim(1, 1, 0, 5, "CLAIMED"), claim(1, 1, 4, 9, "DUPLICATE")))
                .isZero();
        assertThat(contended(claim(0, 1, 0, 5, "CLAIMED"), claim(1, 2, 4, 9, "CLAIMED")))
                .isZero();
    }

    @Test
    void fateOfAnOperationShowsWhenItWasGivenUp() {
        assertThat(settled(claim(0, 1, 0, 5, Event.UNKNOWN), claim(1, 1, 6, 9, "DUPLICATE")))
                .isEqualTo(1);
        assertThat(settled(claim(0, 1, 0, 5, Event.UNKNOWN), claim(1, 1, 4, 9, "DUPLICATE")))
                .isZero();
        assertThat(settled(claim(0, 1, 0, 5, Event.UNKNOWN), claim(1, 1, 6, 9, Event.UNKNOWN)))
                .isZero();
        assertThat(settled(claim(0, 1, 0, 5, "CLAIMED"), claim(1, 1, 6, 9, "DUPLICATE")))
                .isZero();
    }

    @Test
    void firstThatIsNotRightIsShown() {
        Event wrong = claim(0, 2, 0, 1, "DUPLICATE");
        Histories histories = Histories.of(List.of(claim(0, 1, 0, 1, "CLAIMED"), wrong));
        assertThat(histories.objection(Linearizability::judge)).hasValue("WRONG:\n" + wrong.line());
        assertThat(histories.objection(history -> Judgement.RIGHT)).isEmpty();
        assertThat(histories.objection(history -> Judgement.UNDECIDED))
                .hasValueSatisfying(objection -> assertThat(objection).startsWith("UNDECIDED:\n"));
    }

    private static long contended(Event... events) {
        return Histories.of(List.of(events)).contended();
    }

    private static long settled(Event... events) {
        return Histories.of(List.of(events)).settled();
    }

    private static Event claim(int process, int post, long from, long to, String answer) {
        return new Event(
                process,
                0,
                post,
                Event.Operation.CLAIM,
                new ClaimToken(process),
                ClaimState.CONFIRMED,
                Duration.ofHours(1),
                from,
                to,
                answer);
    }
}
