// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Time that is never behind. */
class ForwardTimeTest {
    private final ManualClock clock = new ManualClock(1_000_000);
    private final AtomicLong nanos = new AtomicLong(-5_000_000);
    private final ForwardTime time = new ForwardTime(clock, nanos::get);
    private final long start = time.millis();

    @Test
    void followsMonotonicTimeWhereTheClockStandsStill() {
        nanos.addAndGet(7_999_999);
        assertThat(time.millis() - start).isEqualTo(7);
        nanos.addAndGet(1);
        assertThat(time.millis() - start).isEqualTo(8);
    }

    @Test
    void followsTheClockWhereMonotonicTimeStandsStill() {
        clock.advance(90);
        assertThat(time.millis() - start).isEqualTo(90);
    }

    @Test
    void countsTimeThatBothShowOnce() {
        clock.advance(90);
        nanos.addAndGet(90_000_000);
        assertThat(time.millis() - start).isEqualTo(90);
    }

    @Test
    void goesOnWhenTheClockIsSetBack() {
        clock.advance(-1_000_000);
        nanos.addAndGet(3_000_000);
        assertThat(time.millis() - start).isEqualTo(3);
    }

    @Test
    void keepsWhatItGainedByAClockThatWasSetRightAgain() {
        clock.advance(1_000);
        assertThat(time.millis() - start).isEqualTo(1_000);
        clock.advance(-1_000);
        nanos.addAndGet(2_000_000);
        assertThat(time.millis() - start).isEqualTo(1_002);
    }

    @Test
    void followsTheClockOnThoughItWasSetBackBefore() {
        clock.advance(-3_600_000);
        assertThat(time.millis() - start).isZero();
        clock.advance(1_800_000);
        assertThat(time.millis() - start).isEqualTo(1_800_000);
        clock.advance(-50);
        assertThat(time.millis() - start).isEqualTo(1_800_000);
    }

    @Test
    void doesNotRunFasterForAClockThatTrembles() {
        for (int i = 0; i < 1_000; i++) {
            clock.advance(i % 2 == 0 ? -3 : 3);
            assertThat(time.millis() - start).isZero();
        }
    }

    @Test
    void keepsTheTimeWhileTheClockThrows() {
        AtomicBoolean broken = new AtomicBoolean();
        ForwardTime moody = new ForwardTime(
                () -> {
                    if (broken.get()) {
                        throw new IllegalStateException("no clock");
                    }
                    return clock.instant();
                },
                nanos::get);
        long before = moody.millis();
        broken.set(true);
        assertThat(moody.millis()).isEqualTo(before);
        broken.set(false);
        clock.advance(7);
        assertThat(moody.millis() - before).isEqualTo(7);
    }

    @Test
    void goesOnWithAClockThatThrows() {
        InstantSource broken = () -> {
            throw new IllegalStateException("no clock");
        };
        ForwardTime alone = new ForwardTime(broken, nanos::get);
        long before = alone.millis();
        nanos.addAndGet(4_000_000);
        assertThat(alone.millis() - before).isEqualTo(4);
    }

    @Test
    void takesTheEndsOfTime() {
        assertThat(new ForwardTime(() -> Instant.ofEpochMilli(Long.MAX_VALUE), () -> Long.MIN_VALUE).millis())
                .isPositive();
        assertThat(new ForwardTime(() -> Instant.ofEpochMilli(Long.MIN_VALUE), () -> Long.MAX_VALUE).millis())
                .isNegative();
    }
}
