// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ManualClockTest {
    private static final Instant START = Instant.parse("2026-03-04T05:06:07.008Z");

    @Test
    void standsStillUntilItIsAdvanced() {
        ManualClock clock = new ManualClock(START);

        clock.advance(Duration.ofNanos(1));

        assertThat(clock.now()).isEqualTo(START.plusNanos(1)).isEqualTo(clock.instant());
        assertThat(clock.tolerance()).isZero();
    }

    @Test
    void advancesByNothing() {
        ManualClock clock = new ManualClock();
        Instant before = clock.now();

        clock.advance(Duration.ZERO);

        assertThat(clock.now()).isEqualTo(before);
    }

    @Test
    void refusesToGoBack() {
        ManualClock clock = new ManualClock(START);

        assertThatThrownBy(() -> clock.advance(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT-0.001S")
                .hasMessageContaining("zero or more");
        assertThat(clock.now()).isEqualTo(START);
    }
}
