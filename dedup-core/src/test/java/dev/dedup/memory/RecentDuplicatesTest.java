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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.StoreException;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a memory in front of a store answers by itself, and what it asks for. */
class RecentDuplicatesTest {
    private static final Duration HOLD = Duration.ofMinutes(5);

    private final ManualClock clock = new ManualClock(0);
    private final ClaimStore real = InMemoryClaimStore.builder().clock(clock).build();
    private final WatchedStore line = new WatchedStore(real);
    private final RecentDuplicates store = inFrontOf(line).build();
    private final Claims claims = new Claims(store);
    private final Claims elsewhere = new Claims(real);

    @Test
    void looksUpWhatIsADuplicateForTheSecondTimeAndAnswersFromTheThirdOn() {
        elsewhere.claim(1, 10, CONFIRMED, HOLD);
        assertThat(claims.lease(1, 20)).isEqualTo(DUPLICATE);
        assertThat(line.requests()).containsExactly("claim 1");
        assertThat(claims.lease(1, 21)).isEqualTo(DUPLICATE);
        assertThat(line.requests()).containsExactly("claim 1", "claim 1", "lookup 1", "release 1", "lookup 1");
        assertThat(claims.lease(1, 22)).isEqualTo(DUPLICATE);
        assertThat(claims.confirm(1, 23)).isEqualTo(DUPLICATE);
        assertThat(line.requests()).isEmpty();
    }

    @Test
    void readsTheClockOnceForManyClaims() {
        remember(1, 2);
        line.requests();
        remember(3);
        assertThat(line.requests()).containsExactly("claim 1", "claim 1", "claim 1", "lookup 1");
    }

    @Test
    void readsTheClockAgainAfterTenMinutes() {
        remember(1);
        clock.advance(Duration.ofMinutes(10));
        line.requests();
        remember(2);
        assertThat(line.requests())
                .containsExactly("claim 1", "claim 1", "claim 1", "claim 1", "lookup 1", "release 1", "lookup 1");
    }

    @Test
    void leavesNoLeaseBehind() {
        ClaimStore small =
                InMemoryClaimStore.builder().clock(clock).maximumClaims(2).build();
        RecentDuplicates memory = inFrontOf(small).build();
        rememberIn(memory, 1);
        assertThat(new Claims(memory).confirm(2, 10)).isEqualTo(CLAIMED);
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
        assertThat(line.requests())
                .containsExactly("claim 30", "claim 30", "claim 1", "lookup 1", "release 1", "lookup 20");
        assertThat(claimAll(52, page).remembered()).isEqualTo(20);
    }

    @Test
    void keepsAFailureInItsPlace() {
        ClaimStore full =
                InMemoryClaimStore.builder().clock(clock).maximumClaims(1).build();
        new Claims(full).claim(1, 10, CONFIRMED, HOLD);
        PartialRequest partial = new PartialRequest(
                request(List.of(key(1), key(2)), 50, CONFIRMED, HOLD), BitSet.valueOf(new long[] {1}));
        Answers<Verdict> merged = partial.merge(answers(full.claim(partial.rest())), "full");
        assertThat(merged.value(0)).isEqualTo(DUPLICATE);
        assertThat(merged.value(1)).isNull();
        assertThat(merged.failure(1)).hasMessageContaining("maximumClaims");
    }

    @Test
    void refusesAnswersThatDoNotFit() {
        PartialRequest partial = new PartialRequest(
                request(List.of(key(1), key(2)), 50, CONFIRMED, HOLD), BitSet.valueOf(new long[] {1}));
        assertThatThrownBy(() -> partial.merge(Answers.of(List.of(DUPLICATE, DUPLICATE)), "odd"))
                .isInstanceOf(StoreException.class)
                .hasMessage(
                        "odd: claim failed: the store gave 2 answers to 1 fingerprints, which is a bug of the store");
    }

    @Test
    void forgetsASecondAndAThousandthBeforeTheStoreDoes() {
        remember(1);
        clock.advance(HOLD.minusMillis(1_000 + 300).minusMillis(1));
        line.requests();
        assertThat(claims.lease(1, 40)).isEqualTo(DUPLICATE);
        assertThat(line.requests()).isEmpty();
        clock.advance(1);
        assertThat(claims.lease(1, 41)).isEqualTo(DUPLICATE);
        assertThat(line.requests()).contains("claim 1");
        clock.advance(1_300);
        assertThat(claims.lease(1, 42)).isEqualTo(CLAIMED);
    }

    @Test
    void remembersNothingThatIsAboutToExpire() {
        elsewhere.claim(1, 10, CONFIRMED, Duration.ofSeconds(1));
        claims.lease(1, 20);
        claims.lease(1, 21);
        line.requests();
        claims.lease(1, 22);
        assertThat(line.requests()).contains("claim 1");
    }

    @Test
    void remembersNothingLongerThanItsAge() {
        elsewhere.claim(1, 10, CONFIRMED, ClaimRequest.FOREVER);
        claims.lease(1, 20);
        claims.lease(1, 21);
        line.requests();
        clock.advance(Duration.ofMinutes(10).minusMillis(1));
        claims.lease(1, 22);
        assertThat(line.requests()).isEmpty();
        clock.advance(1);
        claims.lease(1, 23);
        assertThat(line.requests()).contains("claim 1");
    }

    @Test
    void judgesByTheStoresClockWhateverItsOwnShows() {
        ManualClock own = new ManualClock(-86_400_000);
        RecentDuplicates skewed =
                RecentDuplicates.inFrontOf(real).clock(own).nanoTime(() -> 0).build();
        rememberIn(skewed, 1);
        clock.advance(HOLD);
        own.advance(HOLD);
        assertThat(new Claims(skewed).lease(1, 40)).isEqualTo(CLAIMED);
    }

    @Test
    void forgetsWhatIsForgotten() {
        remember(1);
        assertThat(claims.forget(1)).isTrue();
        assertThat(claims.lease(1, 40)).isEqualTo(CLAIMED);
    }

    @Test
    void forgetsWhatIsReleasedByItsToken() {
        remember(1);
        assertThat(claims.release(1, 99)).isFalse();
        line.requests();
        assertThat(claims.lease(1, 40)).isEqualTo(DUPLICATE);
        assertThat(line.requests()).isEmpty();
        assertThat(claims.release(1, 10)).isTrue();
        assertThat(claims.lease(1, 41)).isEqualTo(CLAIMED);
    }

    @Test
    void forgetsWhatIsRenewedForAShorterTime() {
        remember(1);
        assertThat(claims.renew(1, 10, CONFIRMED, Duration.ofSeconds(2))).isTrue();
        assertThat(claims.lease(1, 40)).isEqualTo(DUPLICATE);
        clock.advance(2_000);
        assertThat(claims.lease(1, 41)).isEqualTo(CLAIMED);
    }

    @Test
    void forgetsWhatALookupShowsToBeFree() {
        remember(1, 2);
        elsewhere.forget(1);
        assertThat(claims.lease(1, 40)).isEqualTo(DUPLICATE);
        assertThat(answers(store.lookup(List.of(key(2), key(1)), TIME_LEFT)).value(1))
                .isEmpty();
        assertThat(claims.lease(1, 41)).isEqualTo(CLAIMED);
        assertThat(claimAll(42, 2).remembered()).isEqualTo(1);
    }

    @Test
    void forgetsThoughTheStoreDidNotAnswer() {
        remember(1);
        line.breakDown("forget");
        assertThat(store.forget(List.of(key(1)), TIME_LEFT)).isCompletedExceptionally();
        elsewhere.forget(1);
        assertThat(claims.lease(1, 40)).isEqualTo(CLAIMED);
    }

    @Test
    void forgetsThoughTheAnswerNeverComes() {
        PendingStore far = new PendingStore(real);
        RecentDuplicates silent = inFrontOf(far).build();
        for (int token = 10; token < 13; token++) {
            silent.claim(request(keys(1), token, CONFIRMED, HOLD));
            IntStream.range(0, 20).forEach(step -> far.goOn(0));
        }
        assertThat(silent.claim(request(keys(1), 20, LEASED, HOLD))).isCompleted();
        assertThat(silent.forget(keys(1), TIME_LEFT)).isNotCompleted();
        assertThat(silent.claim(request(keys(1), 21, LEASED, HOLD))).isNotCompleted();
    }

    @Test
    void answersThoughTheStoreIsCutOff() {
        remember(1);
        line.breakDown("claim");
        assertThat(claims.lease(1, 40)).isEqualTo(DUPLICATE);
        assertThat(store.claim(request(List.of(key(1), key(2)), 41, LEASED, HOLD)))
                .isCompletedExceptionally();
    }

    @Test
    void claimsThoughTheStoreCannotLookUpAndTriesAgainInAMinute() {
        elsewhere.claim(1, 10, CONFIRMED, HOLD);
        line.breakDown("lookup");
        claims.lease(1, 20);
        assertThat(claims.lease(1, 21)).isEqualTo(DUPLICATE);
        line.requests();
        assertThat(claims.lease(1, 22)).isEqualTo(DUPLICATE);
        assertThat(line.requests()).containsExactly("claim 1");
        line.breakDown("");
        clock.advance(Duration.ofMinutes(1));
        assertThat(claims.lease(1, 23)).isEqualTo(DUPLICATE);
        assertThat(claimAll(24, 1).remembered()).isEqualTo(1);
    }

    @Test
    void looksNothingUpWithoutTimeLeft() {
        elsewhere.claim(1, 10, CONFIRMED, HOLD);
        ClaimRequest hasty = new ClaimRequest(List.of(key(1)), token(20), LEASED, HOLD, Duration.ofMillis(1));
        store.claim(hasty);
        store.claim(hasty);
        assertThat(line.requests()).containsExactly("claim 1", "claim 1");
    }

    @Test
    void answersNothingOnceItIsClosed() {
        remember(1);
        store.close();
        assertThat(store.claim(request(List.of(key(1)), 40, LEASED, HOLD))).isCompletedExceptionally();
        assertThat(real.lookup(List.of(key(1)), TIME_LEFT)).isCompletedExceptionally();
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

    private RecentDuplicates.Builder inFrontOf(ClaimStore inner) {
        return RecentDuplicates.inFrontOf(inner).clock(clock).nanoTime(() -> 0);
    }

    /** Claims under token 10, and asks until the answer comes from the memory. */
    private void remember(long... numbers) {
        rememberIn(store, numbers);
    }

    private static void rememberIn(ClaimStore memory, long... numbers) {
        for (int token = 10; token < 13; token++) {
            memory.claim(request(keys(numbers), token, CONFIRMED, HOLD));
        }
    }

    private Answers<Verdict> claimAll(long token, long... numbers) {
        return answers(store.claim(request(keys(numbers), token, CONFIRMED, HOLD)));
    }

    private static List<Fingerprint> keys(long... numbers) {
        return LongStream.of(numbers).mapToObj(Claims::key).toList();
    }
}
