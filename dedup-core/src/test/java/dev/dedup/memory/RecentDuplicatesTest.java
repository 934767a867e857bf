// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import static dev.dedup.memory.Claims.TIME_LEFT;
import static dev.dedup.memory.Claims.answers;
import static dev.dedup.memory.Claims.key;
import static dev.dedup.memory.Claims.request;
import static dev.dedup.memory.Claims.token;
import static dev.dedup.spi.ClaimState.CONFIRMED;
import static dev.dedup.spi.ClaimState.LEASED;
import static dev.dedup.spi.Verdict.CLAIMED;
import static dev.dedup.spi.Verdict.DUPLICATE;
import static dev.dedup.spi.Verdict.IN_FLIGHT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a memory in front of a store answers by itself, and what it asks for. */
class RecentDuplicatesTest extends RecentDuplicatesTests {
    @Test
    void looksUpWhatIsADuplicateForTheSecondTimeAndAnswersFromTheThirdOn() {
        elsewhere.claim(1, 10, CONFIRMED, HOLD);
        assertThat(claims.lease(1, 20)).isEqualTo(DUPLICATE);
        assertThat(line.requests()).containsExactly("claim 1");
        assertThat(claims.lease(1, 21)).isEqualTo(DUPLICATE);
        assertThat(line.requests()).containsExactly("claim 1", "lookup 1");
        assertThat(claims.lease(1, 22)).isEqualTo(DUPLICATE);
        assertThat(claims.confirm(1, 23)).isEqualTo(DUPLICATE);
        assertThat(line.requests()).isEmpty();
    }

    @Test
    void remembersItsOwnClaimsLikewiseAndKnowsTheirToken() {
        remember(1);
        line.requests();
        assertThat(claims.confirm(1, 10)).isEqualTo(CLAIMED);
        assertThat(line.requests()).containsExactly("claim 1");
    }

    @Test
    void neverRemembersALease() {
        elsewhere.claim(1, 10, LEASED, HOLD);
        for (int token = 20; token < 30; token++) {
            assertThat(claims.lease(1, token)).isEqualTo(IN_FLIGHT);
        }
        assertThat(line.requests()).hasSize(10).containsOnly("claim 1");
    }

    @Test
    void remembersNoLeaseThatCameBetweenTheClaimAndItsLookup() {
        elsewhere.claim(1, 10, CONFIRMED, HOLD);
        claims.lease(1, 20);
        line.beforeLookup(() -> {
            elsewhere.forget(1);
            elsewhere.claim(1, 11, LEASED, HOLD);
        });
        assertThat(claims.lease(1, 21)).isEqualTo(DUPLICATE);
        assertThat(claims.lease(1, 22)).isEqualTo(IN_FLIGHT);
    }

    @Test
    void asksInOneRequestForWhatItDoesNotKnow() {
        remember(2, 4);
        elsewhere.claim(3, 12, LEASED, HOLD);
        line.requests();
        Answers<Verdict> answers = claimAll(50, 1, 2, 3, 4, 5);
        assertThat(IntStream.range(0, 5).mapToObj(answers::value))
                .containsExactly(CLAIMED, DUPLICATE, IN_FLIGHT, DUPLICATE, CLAIMED);
        assertThat(answers.remembered()).isEqualTo(2);
        assertThat(line.requests()).containsExactly("claim 3");
        assertThat(elsewhere.lookup(5))
                .contains(ClaimRecord.seenAt(
                        clock.instant(),
                        CONFIRMED,
                        token(50),
                        Optional.of(clock.instant().plus(HOLD))));
    }

    @Test
    void leasesWhatItDoesNotKnow() {
        remember(2);
        answers(store.claim(request(keys(1, 2), 50, LEASED, HOLD)));
        assertThat(elsewhere.lookup(1))
                .contains(ClaimRecord.seenAt(
                        clock.instant(),
                        LEASED,
                        token(50),
                        Optional.of(clock.instant().plus(HOLD))));
    }

    @Test
    void asksNothingForABatchThatItKnows() {
        remember(1, 2, 3);
        line.requests();
        Answers<Verdict> answers = claimAll(50, 3, 1, 2);
        assertThat(IntStream.range(0, 3).mapToObj(answers::value)).containsOnly(DUPLICATE);
        assertThat(answers.remembered()).isEqualTo(3);
        assertThat(line.requests()).isEmpty();
    }

    @Test
    void looksUpTheDuplicatesOfABatchTogether() {
        LongStream.range(0, 20).forEach(number -> elsewhere.claim(number, 10, CONFIRMED, HOLD));
        long[] page = LongStream.range(0, 30).toArray();
        claimAll(50, page);
        claimAll(51, page);
        assertThat(line.requests()).containsExactly("claim 30", "claim 30", "lookup 20");
        assertThat(claimAll(52, page).remembered()).isEqualTo(20);
    }

    @Test
    void passesOnWhatTheStoreSaysOfItself() {
        assertThat(store.name()).isEqualTo("watched");
        assertThat(store.guarantees()).isSameAs(real.guarantees());
        assertThat(store.maximumBatchSize()).isEqualTo(500);
        assertThat(store.isBlocking()).isTrue();
        assertThat(store.isTransactional()).isFalse();
    }

    @Test
    void refusesAStoreInsideATransaction() {
        ClaimStore joined = new WatchedStore(real, true);
        for (ClaimStore transactional : List.of(joined, joined.shared())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RecentDuplicates.inFrontOf(transactional))
                    .withMessageContaining("watched takes part in a transaction")
                    .withMessageContaining("in front of the store that it was made from");
        }
    }

    @Test
    void refusesWhatMakesNoMemory() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> inFrontOf(line).maximumClaims(0))
                .withMessageStartingWith("maximumClaims is 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> inFrontOf(line).maximumClaims(Integer.MAX_VALUE))
                .withMessageStartingWith("maximumClaims is 2147483647; it must be from 8 to 520602088");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> inFrontOf(line).maximumClaims(520_602_088))
                .withMessageContaining("a quarter of the heap");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> inFrontOf(line).maximumAge(Duration.ZERO))
                .withMessage("The maximum age is PT0S; it must be from 1 millisecond to 36525 days");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> inFrontOf(line).maximumAge(ClaimRequest.FOREVER))
                .withMessageContaining("36525 days");
    }

    @Test
    @SuppressWarnings("NullAway") // that is what is tested
    void refusesNull() {
        assertThatNullPointerException().isThrownBy(() -> RecentDuplicates.inFrontOf(null));
        assertThatNullPointerException().isThrownBy(() -> inFrontOf(line).clock(null));
        assertThatNullPointerException().isThrownBy(() -> store.claim(null));
        assertThatNullPointerException().isThrownBy(() -> store.renew(null));
        assertThatNullPointerException().isThrownBy(() -> store.release(null, token(1), TIME_LEFT));
        assertThatNullPointerException().isThrownBy(() -> store.release(List.of(key(1)), null, TIME_LEFT));
        assertThatNullPointerException().isThrownBy(() -> store.lookup(null, TIME_LEFT));
        assertThatNullPointerException().isThrownBy(() -> store.forget(null, TIME_LEFT));
    }
}
