// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import static dev.dedup.memory.Claims.HOLD;
import static dev.dedup.memory.Claims.TIME_LEFT;
import static dev.dedup.memory.Claims.answers;
import static dev.dedup.memory.Claims.key;
import static dev.dedup.memory.Claims.request;
import static dev.dedup.memory.Claims.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.StoreException;
import dev.dedup.spi.StoreGuarantees.Clock;
import dev.dedup.spi.StoreGuarantees.Guarantee;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class InMemoryClaimStoreTest {
    private final ManualClock clock = new ManualClock(5_000);
    private final InMemoryClaimStore store =
            InMemoryClaimStore.builder().clock(clock).build();
    private final Claims claims = new Claims(store);

    @Test
    void claimsWhatIsFree() {
        assertThat(claims.confirm(1, 10)).isEqualTo(Verdict.CLAIMED);
        assertThat(claims.lookup(1))
                .contains(ClaimRecord.seenAt(
                        clock.instant(), ClaimState.CONFIRMED, token(10), Optional.of(Instant.ofEpochMilli(6_000))));
    }

    @Test
    void answersByTheStateOfAnothersClaim() {
        claims.confirm(1, 10);
        claims.lease(2, 10);
        assertThat(claims.confirm(1, 11)).isEqualTo(Verdict.DUPLICATE);
        assertThat(claims.confirm(2, 11)).isEqualTo(Verdict.IN_FLIGHT);
    }

    @Test
    void knowsItsOwnClaimAndLeavesItAlone() {
        claims.lease(1, 10);
        clock.advance(10);
        Optional<ClaimRecord> before = claims.lookup(1);
        assertThat(claims.claim(1, 10, ClaimState.CONFIRMED, Duration.ofDays(1)))
                .isEqualTo(Verdict.CLAIMED);
        assertThat(claims.lookup(1)).isEqualTo(before);
    }

    @Test
    void holdsUntilTheLastMillisecondAndNotLonger() {
        claims.confirm(1, 10);
        clock.advance(HOLD.minusMillis(1));
        assertThat(claims.confirm(1, 11)).isEqualTo(Verdict.DUPLICATE);
        clock.advance(1);
        assertThat(claims.lookup(1)).isEmpty();
        assertThat(claims.renew(1, 10, ClaimState.CONFIRMED, HOLD)).isFalse();
        assertThat(claims.release(1, 10)).isFalse();
        assertThat(claims.forget(1)).isFalse();
        assertThat(claims.confirm(1, 11)).isEqualTo(Verdict.CLAIMED);
    }

    @Test
    void claimsItsOwnExpiredClaimAnew() {
        claims.lease(1, 10);
        clock.advance(HOLD);
        assertThat(claims.confirm(1, 10)).isEqualTo(Verdict.CLAIMED);
        assertThat(claims.lookup(1)).hasValueSatisfying(record -> {
            assertThat(record.state()).isEqualTo(ClaimState.CONFIRMED);
            assertThat(record.expiresAt()).contains(Instant.ofEpochMilli(7_000));
        });
    }

    @Test
    void isNotHeldLongerByDuplicates() {
        claims.confirm(1, 10);
        clock.advance(999);
        claims.confirm(1, 11);
        clock.advance(1);
        assertThat(claims.confirm(1, 12)).isEqualTo(Verdict.CLAIMED);
    }

    @Test
    void holdsForever() {
        claims.claim(1, 10, ClaimState.CONFIRMED, ClaimRequest.FOREVER);
        clock.advance(Duration.ofDays(365_000_000));
        assertThat(claims.confirm(1, 11)).isEqualTo(Verdict.DUPLICATE);
        assertThat(claims.lookup(1))
                .contains(new ClaimRecord(ClaimState.CONFIRMED, token(10), Optional.empty(), Optional.empty()));
    }

    @Test
    void renewsOwnLiveClaims() {
        claims.lease(1, 10);
        clock.advance(500);
        assertThat(claims.renew(1, 10, ClaimState.CONFIRMED, HOLD)).isTrue();
        assertThat(claims.lookup(1))
                .contains(ClaimRecord.seenAt(
                        clock.instant(), ClaimState.CONFIRMED, token(10), Optional.of(Instant.ofEpochMilli(6_500))));
    }

    @Test
    void renewsALeaseAsALeaseEvenToAShorterHold() {
        claims.lease(1, 10);
        assertThat(claims.renew(1, 10, ClaimState.LEASED, Duration.ofMillis(1))).isTrue();
        clock.advance(1);
        assertThat(claims.lookup(1)).isEmpty();
    }

    @Test
    void neverMakesAConfirmedClaimALease() {
        claims.confirm(1, 10);
        Optional<ClaimRecord> before = claims.lookup(1);
        assertThat(claims.renew(1, 10, ClaimState.LEASED, Duration.ofDays(1))).isTrue();
        assertThat(claims.lookup(1)).isEqualTo(before);
    }

    @Test
    void renewsAndReleasesNobodyElsesClaims() {
        claims.lease(1, 10);
        Optional<ClaimRecord> before = claims.lookup(1);
        assertThat(claims.renew(1, 11, ClaimState.CONFIRMED, HOLD)).isFalse();
        assertThat(claims.release(1, 11)).isFalse();
        assertThat(claims.lookup(1)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(ClaimState.class)
    void releasesOwnClaims(ClaimState state) {
        claims.claim(1, 10, state, HOLD);
        assertThat(claims.release(1, 10)).isTrue();
        assertThat(claims.release(1, 10)).isFalse();
        assertThat(claims.confirm(1, 11)).isEqualTo(Verdict.CLAIMED);
    }

    @Test
    void forgetsWhoeverHoldsIt() {
        claims.confirm(1, 10);
        assertThat(claims.forget(1)).isTrue();
        assertThat(claims.forget(1)).isFalse();
        assertThat(claims.lookup(1)).isEmpty();
    }

    @Test
    void knowsNothingOfWhatWasNeverClaimed() {
        assertThat(claims.renew(1, 10, ClaimState.CONFIRMED, HOLD)).isFalse();
        assertThat(claims.release(1, 10)).isFalse();
        assertThat(claims.forget(1)).isFalse();
        assertThat(claims.lookup(1)).isEmpty();
    }

    @Test
    void tellsFingerprintsApartThatDifferInOneHalf() {
        List<Fingerprint> keys = List.of(Fingerprint.of(1, 2), Fingerprint.of(2, 1), Fingerprint.of(1, 1));
        Answers<Verdict> first = answers(store.claim(request(keys, 10, ClaimState.CONFIRMED, HOLD)));
        for (int i = 0; i < keys.size(); i++) {
            assertThat(first.value(i)).isEqualTo(Verdict.CLAIMED);
        }
    }

    @Test
    void answersLargeBatchesInOrder() {
        int size = store.maximumBatchSize();
        List<Fingerprint> even =
                LongStream.range(0, size).map(i -> 2 * i).mapToObj(Claims::key).toList();
        List<Fingerprint> all = LongStream.range(0, size).mapToObj(Claims::key).toList();
        answers(store.claim(request(even, 10, ClaimState.CONFIRMED, HOLD)));
        Answers<Verdict> verdicts = answers(store.claim(request(all, 11, ClaimState.CONFIRMED, HOLD)));
        for (int i = 0; i < size; i++) {
            assertThat(verdicts.value(i)).isEqualTo(i % 2 == 0 ? Verdict.DUPLICATE : Verdict.CLAIMED);
        }
    }

    @Test
    void holdsEveryBitOfAMillionClaims() {
        for (long i = 0; i < 1_000_000; i += 1_000) {
            List<Fingerprint> keys =
                    LongStream.range(i, i + 1_000).mapToObj(Claims::key).toList();
            answers(store.claim(request(keys, i, ClaimState.CONFIRMED, Duration.ofMillis(i + 1))));
        }
        for (long i = 0; i < 1_000_000; i += 997) {
            long token = i / 1_000 * 1_000;
            Optional<Instant> expiresAt = Optional.of(Instant.ofEpochMilli(5_000 + token + 1));
            assertThat(claims.lookup(i))
                    .contains(ClaimRecord.seenAt(clock.instant(), ClaimState.CONFIRMED, token(token), expiresAt));
        }
    }

    static Stream<Function<InMemoryClaimStore, CompletionStage<?>>> operations() {
        ClaimRequest request = request(List.of(key(1)), 10, ClaimState.CONFIRMED, HOLD);
        return Stream.of(
                store -> store.claim(request),
                store -> store.renew(request),
                store -> store.release(List.of(key(1)), token(10), TIME_LEFT),
                store -> store.lookup(List.of(key(1)), TIME_LEFT),
                store -> store.forget(List.of(key(1)), TIME_LEFT));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void failsOnceItIsClosed(Function<InMemoryClaimStore, CompletionStage<?>> operation) {
        store.close();
        store.close();
        assertThat(operation.apply(store).toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        StoreException.class,
                        failure -> assertThat(failure.isRetryable()).isFalse())
                .withMessageMatching(
                        "memory: (claim|renew|release|lookup|forget) failed: the store is closed; open a new one");
    }

    @ParameterizedTest
    @MethodSource("operations")
    void isCompleteWhenItReturns(Function<InMemoryClaimStore, CompletionStage<?>> operation) {
        assertThat(operation.apply(store).toCompletableFuture()).isDone();
    }

    @Test
    void failsTheFingerprintWhoseClockThrows() {
        InMemoryClaimStore broken = InMemoryClaimStore.builder()
                .clock(() -> {
                    throw new UnsupportedOperationException("no time");
                })
                .build();
        StoreException failure = new Claims(broken).refusedClaim(1, 10);
        assertThat(failure.isRetryable()).isFalse();
        assertThat(failure)
                .hasMessage("memory: reading the clock failed: the injected InstantSource threw"
                        + " java.lang.UnsupportedOperationException; give the store a clock that always answers")
                .hasCauseInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void turnsAFullHeapIntoAFailureThatMayPass() {
        InMemoryClaimStore full = InMemoryClaimStore.builder()
                .clock(() -> {
                    throw new OutOfMemoryError("thrown by the test");
                })
                .maximumClaims(100)
                .build();
        StoreException failure = new Claims(full).refusedClaim(1, 10);
        assertThat(failure.isRetryable()).isTrue();
        assertThat(failure)
                .hasMessageContainingAll("claim failed", "no room", "0 claims", "-Xmx", "maximumClaims below 100")
                .hasCauseInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void reportsNulls() {
        List<Fingerprint> keys = List.of(key(1));
        assertThatNullPointerException().isThrownBy(() -> store.claim(nothing()));
        assertThatNullPointerException().isThrownBy(() -> store.renew(nothing()));
        assertThatNullPointerException().isThrownBy(() -> store.release(nothing(), token(1), TIME_LEFT));
        assertThatNullPointerException().isThrownBy(() -> store.release(keys, nothing(), TIME_LEFT));
        assertThatNullPointerException().isThrownBy(() -> store.release(keys, token(1), nothing()));
        assertThatNullPointerException().isThrownBy(() -> store.lookup(nothing(), TIME_LEFT));
        assertThatNullPointerException().isThrownBy(() -> store.lookup(keys, nothing()));
        assertThatNullPointerException().isThrownBy(() -> store.forget(nothing(), TIME_LEFT));
        assertThatNullPointerException().isThrownBy(() -> store.forget(keys, nothing()));
        assertThatNullPointerException()
                .isThrownBy(() -> InMemoryClaimStore.builder().clock(nothing()));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void refusesAMaximumBelowOne(long maximum) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InMemoryClaimStore.builder().maximumClaims(maximum))
                .withMessageContainingAll("maximumClaims is " + maximum, "at least 1");
    }

    @Test
    void refusesAMaximumThatTheHeapCannotHold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InMemoryClaimStore.builder().maximumClaims(Long.MAX_VALUE))
                .withMessageContainingAll("9223372036854775807", "heap", "-Xmx");
    }

    @Test
    void usesTheSystemsClockByDefault() {
        Claims byDefault = new Claims(InMemoryClaimStore.create());
        Instant before = InstantSource.system().instant();
        byDefault.claim(1, 10, ClaimState.CONFIRMED, Duration.ofDays(1));
        assertThat(byDefault.lookup(1).flatMap(ClaimRecord::expiresAt)).hasValueSatisfying(expiresAt -> {
            assertThat(expiresAt)
                    .isAfterOrEqualTo(before.plus(Duration.ofDays(1)).minusMillis(1));
            assertThat(expiresAt).isBefore(before.plus(Duration.ofDays(2)));
        });
    }

    @Test
    void saysWhatItIs() {
        assertThat(store.name()).isEqualTo("memory");
        assertThat(store.isBlocking()).isFalse();
        assertThat(store.maximumBatchSize()).isEqualTo(65_536);
        assertThat(store.guarantees().clock()).isEqualTo(Clock.INJECTED);
        assertThat(Stream.of(Guarantee.values()).filter(store.guarantees()::promises))
                .containsExactlyInAnyOrder(Guarantee.NEVER_EVICTS, Guarantee.HOLDS_FOREVER);
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // callers without NullAway do pass null
    private static <T> T nothing() {
        return null;
    }
}
