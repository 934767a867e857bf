// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import static dev.dedup.memory.Claims.HOLD;
import static dev.dedup.memory.Claims.answers;
import static dev.dedup.memory.Claims.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.StoreException;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MaximumClaimsTest {
    private static final int MAXIMUM = 500;

    private final ManualClock clock = new ManualClock(0);
    private final InMemoryClaimStore store =
            InMemoryClaimStore.builder().clock(clock).maximumClaims(MAXIMUM).build();
    private final Claims claims = new Claims(store);

    @BeforeEach
    void fill() {
        for (int i = 0; i < MAXIMUM; i++) {
            assertThat(claims.lease(i, i)).isEqualTo(Verdict.CLAIMED);
        }
    }

    @Test
    void refusesOneMoreForGood() {
        StoreException failure = claims.refusedClaim(MAXIMUM, 1);
        assertThat(failure.isRetryable()).isFalse();
        assertThat(failure)
                .hasMessage(
                        "memory: claim failed: the store holds 500 live claims, which is its maximumClaims;"
                                + " raise maximumClaims (and the heap, at 48 bytes a claim), or hold claims for a shorter time");
    }

    @Test
    void forgetsNothingForIt() {
        claims.refusedClaim(MAXIMUM, 1);
        for (int i = 0; i < MAXIMUM; i++) {
            assertThat(claims.lookup(i)).isPresent();
        }
        assertThat(claims.lookup(MAXIMUM)).isEmpty();
    }

    @Test
    void stillKnowsAndRenewsWhatItHolds() {
        assertThat(claims.lease(7, 7)).isEqualTo(Verdict.CLAIMED);
        assertThat(claims.lease(7, 8)).isEqualTo(Verdict.IN_FLIGHT);
        assertThat(claims.renew(7, 7, ClaimState.CONFIRMED, HOLD)).isTrue();
        assertThat(claims.lease(7, 8)).isEqualTo(Verdict.DUPLICATE);
    }

    @Test
    void failsOnlyTheFingerprintsOfABatchThatHaveNoRoom() {
        claims.forget(0);
        var keys =
                LongStream.of(1, MAXIMUM, MAXIMUM + 1, 2).mapToObj(Claims::key).toList();
        Answers<Verdict> verdicts = answers(store.claim(request(keys, 1, ClaimState.LEASED, HOLD)));
        assertThat(verdicts.value(0)).isEqualTo(Verdict.CLAIMED);
        assertThat(verdicts.value(1)).isEqualTo(Verdict.CLAIMED);
        assertThat(Objects.requireNonNull(verdicts.failure(2)).isRetryable()).isFalse();
        assertThat(verdicts.value(3)).isEqualTo(Verdict.IN_FLIGHT);
    }

    @Test
    void hasRoomAgainForEachOneGivenBack() {
        claims.release(3, 3);
        claims.forget(4);
        assertThat(claims.confirm(MAXIMUM, 1)).isEqualTo(Verdict.CLAIMED);
        assertThat(claims.confirm(MAXIMUM + 1, 1)).isEqualTo(Verdict.CLAIMED);
        claims.refusedClaim(MAXIMUM + 2, 1);
    }

    @Test
    void countsLiveClaimsOnly() {
        claims.renew(0, 0, ClaimState.CONFIRMED, Duration.ofDays(1));
        clock.advance(HOLD);
        for (int i = 1; i < MAXIMUM; i++) {
            assertThat(claims.confirm(MAXIMUM + i, 1)).isEqualTo(Verdict.CLAIMED);
        }
        claims.refusedClaim(2 * MAXIMUM, 1);
    }

    @Test
    void findsTheOneThatHasExpired() {
        claims.renew(123, 123, ClaimState.LEASED, Duration.ofMillis(1));
        claims.refusedClaim(MAXIMUM, 1);
        clock.advance(1);
        assertThat(claims.confirm(MAXIMUM, 1)).isEqualTo(Verdict.CLAIMED);
        claims.refusedClaim(MAXIMUM + 1, 1);
    }

    /** Another claim sweeps the store between this one's refusal and its own sweep, which then finds nothing. */
    @Test
    void refusesNobodyWhileExpiredClaimsAreSweptByOthers() {
        AtomicInteger reads = new AtomicInteger();
        List<Runnable> others = new ArrayList<>();
        InstantSource busy = () -> {
            if (reads.incrementAndGet() == 2) {
                others.forEach(Runnable::run);
            }
            return clock.instant();
        };
        ClaimTable table = new ClaimTable(new StoreClock(busy), 2, 42, 1024);
        LongStream.range(0, 2).forEach(key -> claim(table, key));
        clock.advance(HOLD);
        others.add(() -> claim(table, 2));
        reads.set(0);
        claim(table, 3);
        assertThat(reads.get()).isGreaterThan(2);
    }

    private static void claim(ClaimTable table, long key) {
        Terms terms = Terms.of(request(List.of(Claims.key(key)), key, ClaimState.LEASED, HOLD));
        assertThat(table.claim(Claims.key(key), terms)).isEqualTo(Verdict.CLAIMED);
    }
}
