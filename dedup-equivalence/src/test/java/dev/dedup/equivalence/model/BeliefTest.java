// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the model takes for right at the edge of an expiry, and after a lost answer. */
class BeliefTest {
    private static final Duration HOLD = Duration.ofMillis(10);
    private static final Duration TOLERANCE = Duration.ofMillis(1);
    private static final ClaimToken MINE = new ClaimToken(1);
    private static final ClaimToken OTHERS = new ClaimToken(2);

    private final Effect<Verdict> mine = Model.claim(MINE, ClaimState.CONFIRMED, HOLD);
    private final Effect<Verdict> others = Model.claim(OTHERS, ClaimState.CONFIRMED, HOLD);
    private final Belief belief = new Belief();

    @Test
    void beforeTheEdgeItIsHeld() {
        belief.answered(mine, running(0, 2), Verdict.CLAIMED);
        assertWrong(running(3, 8), Verdict.CLAIMED);
        belief.answered(others, running(3, 8), Verdict.DUPLICATE);
        assertThat(belief.edges()).isZero();
    }

    @Test
    void afterTheEdgeItIsFree() {
        belief.answered(mine, running(0, 2), Verdict.CLAIMED);
        assertWrong(running(13, 14), Verdict.DUPLICATE);
        belief.answered(others, running(13, 14), Verdict.CLAIMED);
    }

    @Test
    void atTheEdgeItIsEither() {
        belief.answered(mine, running(0, 2), Verdict.CLAIMED);
        belief.answered(others, running(9, 9), Verdict.DUPLICATE);
        belief.answered(others, running(12, 12), Verdict.CLAIMED);
        assertThat(belief.edges()).isEqualTo(2);
        assertWrong(running(13, 13), Verdict.DUPLICATE);
    }

    @Test
    void clockThatStandsStillHasNoEdge() {
        belief.answered(mine, still(0), Verdict.CLAIMED);
        belief.answered(others, still(9), Verdict.DUPLICATE);
        assertWrong(still(10), Verdict.DUPLICATE);
        belief.answered(others, still(10), Verdict.CLAIMED);
        assertThat(belief.edges()).isZero();
    }

    @Test
    void whatWasLostAtTheEdgeHasHappenedOrNot() {
        belief.answered(mine, running(0, 0), Verdict.CLAIMED);
        belief.unanswered(others, running(10, 10));
        belief.answered(Model.lookup(), running(11, 11), Optional.of(record(OTHERS, 20)));
        assertWrong(running(12, 12), Verdict.DUPLICATE);
    }

    @Test
    void expiryIsThatOfTheClaim() {
        belief.answered(mine, running(0, 2), Verdict.CLAIMED);
        assertThatThrownBy(() -> belief.answered(Model.lookup(), running(3, 3), Optional.of(record(MINE, 14))))
                .isInstanceOf(AssertionError.class);
        belief.answered(Model.lookup(), running(3, 3), Optional.of(record(MINE, 13)));
    }

    @Test
    void confirmedClaimStaysOne() {
        belief.answered(mine, still(0), Verdict.CLAIMED);
        belief.answered(Model.renew(MINE, ClaimState.LEASED, HOLD), still(1), true);
        belief.answered(Model.lookup(), still(1), Optional.of(record(MINE, 10)));
    }

    private void assertWrong(Moment moment, Verdict verdict) {
        assertThatThrownBy(() -> belief.answered(others, moment, verdict))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("answered " + verdict + ", and right is ");
    }

    private static ClaimRecord record(ClaimToken token, long end) {
        return ClaimRecord.seenAt(Instant.EPOCH, ClaimState.CONFIRMED, token, Optional.of(Instant.ofEpochMilli(end)));
    }

    private static Moment running(long from, long to) {
        return new Moment(Instant.ofEpochMilli(from), Instant.ofEpochMilli(to), TOLERANCE);
    }

    private static Moment still(long now) {
        return new Moment(Instant.ofEpochMilli(now), Instant.ofEpochMilli(now), Duration.ZERO);
    }
}
