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
import static dev.dedup.spi.Verdict.DUPLICATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a memory in front of a store does without the store, or without time. */
class RecentDuplicatesTroubleTest extends RecentDuplicatesTests {
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
}
