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

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
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
    void keepsAFailureInItsPlace() {
        ClaimStore full =
                InMemoryClaimStore.builder().clock(clock).maximumClaims(1).build();
        new Claims(full).claim(1, 10, CONFIRMED, HOLD);
        PartialRequest partial = new PartialRequest(
                request(List.of(key(1), key(2)), 50, CONFIRMED, HOLD), BitSet.valueOf(new long[] {1}));
        Answers<Verdict> merged = partial.merge(answers(full.claim(partial.rest())), null, "full");
        assertThat(merged.value(0)).isEqualTo(DUPLICATE);
        assertThat(merged.value(1)).isNull();
        assertThat(merged.failure(1)).hasMessageContaining("maximumClaims");
    }

    @Test
    void refusesAnswersThatDoNotFit() {
        PartialRequest partial = new PartialRequest(
                request(List.of(key(1), key(2)), 50, CONFIRMED, HOLD), BitSet.valueOf(new long[] {1}));
        Answers<Verdict> merged = partial.merge(Answers.of(List.of(DUPLICATE, DUPLICATE)), null, "odd");
        assertThat(merged.value(0)).isEqualTo(DUPLICATE);
        assertThat(merged.failure(1))
                .hasMessage(
                        "odd: claim failed: the store gave 2 answers to 1 fingerprints, which is a bug of the store")
                .matches(failure -> !failure.isRetryable());
        assertThat(partial.merge(null, null, "odd").failure(1)).hasMessageContaining("the store gave null");
    }

    @Test
    void takesAnyFailureOfTheRestForWhatMayPass() {
        PartialRequest partial = new PartialRequest(
                request(List.of(key(1), key(2)), 50, CONFIRMED, HOLD), BitSet.valueOf(new long[] {1}));
        Throwable bug = new CompletionException(new IllegalStateException("a bug"));
        assertThat(partial.merge(null, bug, "odd").failure(1))
                .hasMessageContaining("a bug")
                .hasCauseInstanceOf(IllegalStateException.class)
                .matches(failure -> failure.isRetryable());
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
        assertThat(line.requests()).containsExactly("claim 1");
    }

    @Test
    void looksUpShortClaimsNoMoreThanEverySecondTime() {
        elsewhere.claim(1, 10, CONFIRMED, Duration.ofSeconds(1));
        LongStream.range(20, 120).forEach(token -> claims.lease(1, token));
        assertThat(line.requests()).filteredOn("lookup 1"::equals).hasSize(50);
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
    void countsATimeLeftFromTheQuestion() {
        elsewhere.claim(1, 10, CONFIRMED, HOLD);
        claims.lease(1, 20);
        ManualClock own = new ManualClock(0);
        WatchedStore slow = new WatchedStore(real);
        RecentDuplicates memory =
                RecentDuplicates.inFrontOf(slow).clock(own).nanoTime(() -> 0).build();
        slow.beforeLookup(() -> own.advance(Duration.ofMinutes(4)));
        rememberIn(memory, 1);
        own.advance(Duration.ofMinutes(1).minusMillis(1_300).minusMillis(1));
        assertThat(answers(memory.claim(request(keys(1), 40, LEASED, HOLD))).remembered())
                .isEqualTo(1);
        own.advance(1);
        assertThat(answers(memory.claim(request(keys(1), 41, LEASED, HOLD))).remembered())
                .isZero();
    }

    @Test
    void freesInTimeWhatWasClaimedAfterTheStoresClockWasSetForward() {
        ManualClock own = new ManualClock(0);
        RecentDuplicates memory =
                RecentDuplicates.inFrontOf(real).clock(own).nanoTime(() -> 0).build();
        rememberIn(memory, 1);
        clock.advance(Duration.ofMinutes(4));
        rememberIn(memory, 2);
        clock.advance(HOLD);
        own.advance(HOLD);
        assertThat(new Claims(memory).lease(2, 40)).isEqualTo(CLAIMED);
    }

    @Test
    void forgetsDuringASleepThoughTheClockWasSetBackBefore() {
        ManualClock own = new ManualClock(0);
        RecentDuplicates memory =
                RecentDuplicates.inFrontOf(real).clock(own).nanoTime(() -> 0).build();
        rememberIn(memory, 1);
        own.advance(Duration.ofHours(-1));
        assertThat(new Claims(memory).lease(1, 40)).isEqualTo(DUPLICATE);
        clock.advance(Duration.ofMinutes(30));
        own.advance(Duration.ofMinutes(30));
        assertThat(new Claims(memory).lease(1, 41)).isEqualTo(CLAIMED);
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
    void answersThoughTheStoreIsCutOff() {
        remember(1);
        line.breakDown("claim");
        assertThat(claims.lease(1, 40)).isEqualTo(DUPLICATE);
        Answers<Verdict> answers = answers(store.claim(request(keys(2, 1), 41, LEASED, HOLD)));
        assertThat(answers.value(0)).isNull();
        assertThat(answers.failure(0)).hasMessageContaining("it was cut off");
        assertThat(answers.value(1)).isEqualTo(DUPLICATE);
        assertThat(answers.remembered()).isEqualTo(1);
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
    void claimsThoughTheStoreThrowsAtALookupAndLeavesItInPeaceForAMinute() {
        elsewhere.claim(1, 10, CONFIRMED, HOLD);
        line.beforeLookup(() -> {
            throw new IllegalStateException("a bug");
        });
        for (int token = 20; token < 30; token++) {
            assertThat(claims.lease(1, token)).isEqualTo(DUPLICATE);
        }
        assertThat(line.lookups()).isEqualTo(1);
    }

    @Test
    void givesALookupTheTimeThatIsLeft() {
        elsewhere.claim(1, 10, CONFIRMED, HOLD);
        claims.lease(1, 20);
        line.beforeClaim(() -> clock.advance(500));
        claims.lease(1, 21);
        assertThat(line.timeOfLookup()).isEqualTo(TIME_LEFT.minusMillis(500));
    }

    @Test
    void claimsWithAnyTimeLeft() {
        elsewhere.claim(1, 10, CONFIRMED, HOLD);
        for (Duration left :
                List.of(Duration.ofSeconds(Long.MAX_VALUE), Duration.ofSeconds(Long.MIN_VALUE), Duration.ZERO)) {
            ClaimRequest odd = new ClaimRequest(keys(1), token(20), LEASED, HOLD, left);
            assertThat(answers(store.claim(odd)).value(0)).isEqualTo(DUPLICATE);
        }
    }

    @Test
    void looksNothingUpOnceItIsClosed() {
        PendingStore far = new PendingStore(line);
        RecentDuplicates closed = inFrontOf(far).build();
        elsewhere.claim(1, 10, CONFIRMED, HOLD);
        var answers = LongStream.range(20, 24)
                .mapToObj(token -> closed.claim(request(keys(1), token, LEASED, HOLD)))
                .toList();
        IntStream.range(0, 4).forEach(far::goOn);
        closed.close();
        far.settle();
        assertThat(answers).allSatisfy(answer -> assertThat(answer).isCompleted());
        assertThat(line.lookups()).isZero();
    }

    @Test
    void looksNothingUpWithoutTimeLeft() {
        elsewhere.claim(1, 10, CONFIRMED, HOLD);
        ClaimRequest hasty = new ClaimRequest(List.of(key(1)), token(20), LEASED, HOLD, Duration.ofNanos(999_999));
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

    private RecentDuplicates.Builder inFrontOf(ClaimStore inner) {
        return RecentDuplicates.inFrontOf(inner).clock(clock).nanoTime(() -> 0).seed(5);
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
