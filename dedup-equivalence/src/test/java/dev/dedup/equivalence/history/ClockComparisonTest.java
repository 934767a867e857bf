// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clocks that are the same, or are not. */
class ClockComparisonTest {
    @Test
    void clockIsTheSameAsItself() {
        ClockComparison.requireSame(System::nanoTime);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1_500_000, 1_500_000, 3_600_000_000_000L})
    void otherClockIsRefused(long difference) {
        LongSupplier other = () -> System.nanoTime() + difference;
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> ClockComparison.requireSame(other));
    }

    @Test
    void slowRoundTripsAreMadeAgain() {
        AtomicInteger roundTrips = new AtomicInteger();
        ClockComparison.requireSame(() -> {
            if (roundTrips.incrementAndGet() <= 25) {
                LockSupport.parkNanos(Duration.ofMillis(3).toNanos());
            }
            return System.nanoTime();
        });
        assertThat(roundTrips.get()).isGreaterThan(25);
    }

    /** That a clock is not known to be another is not enough. */
    @Test
    void clockOfWhichLittleIsKnownIsRefused() {
        AtomicInteger roundTrips = new AtomicInteger();
        LongSupplier slow = () -> {
            if (roundTrips.incrementAndGet() > 500) {
                throw new AssertionError("asked for ever");
            }
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
            return System.nanoTime();
        };
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> ClockComparison.requireSame(slow))
                .withMessageContaining("System.nanoTime()");
    }
}
