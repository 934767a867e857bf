// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the model takes for right at the edge of an expiry, and of what is left until then. */
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
    void clockThatStandsStillDecidesItsEdge() {
        belief.answered(mine, still(0), Verdict.CLAIMED);
        belief.answered(others, still(9), Verdict.DUPLICATE);
        assertWrong(still(10), Verdict.DUPLICATE);
        belief.answered(others, still(10), Verdict.CLAIMED);
        assertThat(belief.edges()).isOne();
    }

    @Test
    void holdersReplayAtTheEdgeHasBegunAnewOrNot() {
        belief.answered(mine, running(0, 0), Verdict.CLAIMED);
        belief.answered(mine, running(10, 10), Verdict.CLAIMED);
        belief.answered(Model.lookup(), running(11, 11), Optional.of(record(MINE, 20, 11)));
        assertWrong(running(12, 12), Verdict.CLAIMED);
    }

    @Test
    void expiryIsThatOfTheClaim() {
        belief.answered(mine, running(0, 2), Verdict.CLAIMED);
        assertThatThrownBy(() -> belief.answered(Model.lookup(), running(3, 3), Optional.of(record(MINE, 14, 3))))
                .isInstanceOf(AssertionError.class);
        belief.answered(Model.lookup(), running(3, 3), Optional.of(record(MINE, 13, 3)));
    }

    @ParameterizedTest
    @CsvSource({"5, true", "4, false", "6, false"})
    void timeLeftIsUpToTheEnd(long left, boolean isRight) {
        belief.answered(mine, still(0), Verdict.CLAIMED);
        assertThat(isShown(still(5), left)).isEqualTo(isRight);
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, true", "7, true", "8, false"})
    void timeLeftIsWithinTheToleranceWhereTimeRuns(long left, boolean isRight) {
        belief.answered(mine, running(0, 0), Verdict.CLAIMED);
        assertThat(isShown(running(4, 8), left)).isEqualTo(isRight);
    }

    @Test
    void foreverLeavesNoEnd() {
        belief.answered(Model.claim(MINE, ClaimState.CONFIRMED, ClaimRequest.FOREVER), still(0), Verdict.CLAIMED);
        assertThat(isShown(still(5), 5)).isFalse();
        ClaimRecord forever = new ClaimRecord(ClaimState.CONFIRMED, MINE, Optional.empty(), Optional.empty());
        belief.answered(Model.lookup(), still(5), Optional.of(forever));
    }

    @Test
    void confirmedClaimStaysOne() {
        belief.answered(mine, still(0), Verdict.CLAIMED);
        belief.answered(Model.renew(MINE, ClaimState.LEASED, HOLD), still(1), true);
        belief.answered(Model.lookup(), still(1), Optional.of(record(MINE, 10, 1)));
    }

    private void assertWrong(Moment moment, Verdict verdict) {
        assertThatThrownBy(() -> belief.answered(others, moment, verdict))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("answered " + verdict + ", and right is ");
    }

    /** Whether a claim of mine may be shown that ends at 10, with so many milliseconds left. */
    private boolean isShown(Moment moment, long left) {
        ClaimRecord shown = new ClaimRecord(
                ClaimState.CONFIRMED,
                MINE,
                Optional.of(Instant.ofEpochMilli(10)),
                Optional.of(Duration.ofMillis(left)));
        try {
            belief.answered(Model.lookup(), moment, Optional.of(shown));
            return true;
        } catch (AssertionError wrong) {
            return false;
        }
    }

    private static ClaimRecord record(ClaimToken token, long end, long now) {
        return ClaimRecord.seenAt(
                Instant.ofEpochMilli(now), ClaimState.CONFIRMED, token, Optional.of(Instant.ofEpochMilli(end)));
    }

    private static Moment running(long from, long to) {
        return new Moment(Instant.ofEpochMilli(from), Instant.ofEpochMilli(to), TOLERANCE);
    }

    private static Moment still(long now) {
        return new Moment(Instant.ofEpochMilli(now), Instant.ofEpochMilli(now), Duration.ZERO);
    }
}
