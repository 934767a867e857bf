// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import static dev.dedup.memory.Claims.answers;
import static dev.dedup.memory.Claims.key;
import static dev.dedup.memory.Claims.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.Verdict;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class CleanUpTest {
    private static final int LIVE = 10_000;
    private static final Duration HOLD = Duration.ofMillis(LIVE);

    private final ManualClock clock = new ManualClock(0);
    private final ClaimTable table = new ClaimTable(new StoreClock(clock), Integer.MAX_VALUE, 11, 64);
    private final InMemoryClaimStore store = new InMemoryClaimStore(table);

    /** One claim a millisecond, each held as many milliseconds as there may be live claims: a hundred turnovers. */
    @Test
    void staysBoundedWhenClaimsComeAndExpire() {
        long most = 0;
        for (long i = 0; i < 100 * LIVE; i++) {
            claim(i, HOLD);
            clock.advance(1);
            most = i % 1_000 == 0 ? Math.max(most, table.slots()) : most;
        }
        assertThat(table.held()).isBetween((long) LIVE, LIVE * 5L / 4);
        assertThat(most).isLessThan(LIVE * 2L);
    }

    @Test
    void givesBackTheMemoryOfExpiredClaims() {
        for (long i = 0; i < 20 * LIVE; i++) {
            claim(i, HOLD);
        }
        long before = table.slots();
        clock.advance(HOLD);
        for (long i = 0; i < 4 * LIVE; i++) {
            claim(-1 - i, Duration.ofMillis(10));
            clock.advance(1);
        }
        assertThat(table.held()).isLessThan(LIVE);
        assertThat(table.slots()).isLessThan(before / 10);
    }

    @Test
    void givesBackTheMemoryOfReleasedClaims() {
        List<Fingerprint> keys =
                LongStream.range(0, 4 * LIVE).mapToObj(Claims::key).toList();
        store.claim(request(keys, 1, ClaimState.LEASED, HOLD));
        long before = table.slots();
        store.release(keys, Claims.token(1), Claims.TIME_LEFT);
        assertThat(table.held()).isZero();
        assertThat(table.slots()).isLessThan(before / 20);
    }

    @Test
    void takesOverExpiredClaimsInTheirPlace() {
        for (long round = 0; round < 50; round++) {
            for (long i = 0; i < 1_000; i++) {
                assertThat(new Claims(store).claim(i, round, ClaimState.CONFIRMED, HOLD))
                        .isEqualTo(Verdict.CLAIMED);
            }
            clock.advance(HOLD);
        }
        assertThat(table.held()).isLessThanOrEqualTo(1_000);
    }

    /** Releases move claims to where the sweep has been already; at the limit, an expired one that it missed would show. */
    @RepeatedTest(20)
    void missesNoExpiredClaimBehindTheSweep(RepetitionInfo repetition) {
        int maximum = 120;
        SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
        var full = new InMemoryClaimStore(new ClaimTable(new StoreClock(clock), maximum, random.nextLong(), 1));
        ModelStore model = new ModelStore(maximum);
        for (int step = 0; step < 5_000; step++) {
            Fingerprint key = key(random.nextInt(400));
            Duration hold = Duration.ofMillis(1 + random.nextInt(200));
            Object expected = model.claim(key, 1, ClaimState.LEASED, hold, clock.millis());
            Verdict verdict = answers(full.claim(request(List.of(key), 1, ClaimState.LEASED, hold)))
                    .value(0);
            assertThat(verdict != null ? verdict : ModelStore.REFUSED).isEqualTo(expected);
            Fingerprint other = key(random.nextInt(400));
            full.release(List.of(other), Claims.token(1), Claims.TIME_LEFT);
            model.release(other, 1, clock.millis());
            clock.advance(random.nextInt(2));
        }
    }

    @Test
    void makesNoTableBeforeTheFirstClaim() {
        ClaimTable large = new ClaimTable(new StoreClock(clock), Integer.MAX_VALUE, 11);
        large.forget(key(1));
        large.lookup(key(1));
        assertThat(large.slots()).isZero();
        large.claim(key(1), new Terms(1, ClaimState.LEASED, 1));
        assertThat(large.slots()).isEqualTo(8);
    }

    @Test
    void leavesNothingBehindWhenItIsClosed() {
        ClaimTable claimed = new ClaimTable(new StoreClock(clock), 1_000_000, 11);
        InMemoryClaimStore closed = new InMemoryClaimStore(claimed);
        new Claims(closed).confirm(1, 10);
        WeakReference<ClaimTable> memory = new WeakReference<>(claimed);
        claimed = null;
        closed.close();
        Awaitility.await().untilAsserted(() -> {
            System.gc();
            assertThat(memory.get()).isNull();
        });
        assertThat(closed.name()).isEqualTo("memory");
    }

    /** Where a segment cannot grow, what it held stays, and nothing is counted that was not added. */
    @Test
    void countsNothingThatFoundNoMemory() {
        ClaimLimit limit = new ClaimLimit(100);
        FingerprintHash hash = new FingerprintHash(1);
        int noSuchArray = (Integer.MAX_VALUE - 1) / 33;
        Segment stuck = new Segment(new StoreClock(clock), limit, hash, claims -> claims == 1 ? 1 : noSuchArray);
        Terms terms = new Terms(1, ClaimState.LEASED, 10);
        for (long i = 0; i < 7; i++) {
            stuck.claim(hash.of(key(i)), key(i), terms);
        }
        assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> stuck.claim(hash.of(key(7)), key(7), terms));
        assertThat(limit.held()).isEqualTo(7);
        for (long i = 0; i < 7; i++) {
            assertThat(stuck.lookup(hash.of(key(i)), key(i))).isPresent();
        }
        clock.advance(10);
        assertThat(stuck.claim(hash.of(key(7)), key(7), terms)).isEqualTo(Verdict.CLAIMED);
    }

    private void claim(long key, Duration hold) {
        assertThat(new Claims(store).claim(key, key, ClaimState.CONFIRMED, hold))
                .isEqualTo(Verdict.CLAIMED);
    }
}
