// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WaitingClockTest {
    private static final Duration TOLERANCE = Duration.ofMillis(1);

    private final AtomicInteger readings = new AtomicInteger();

    /** A server's clock that moves by a millisecond with every reading. */
    private final InstantSource server = () -> Instant.ofEpochMilli(readings.getAndIncrement());

    @AfterEach
    void clearTheInterrupt() {
        Thread.interrupted();
    }

    @Test
    void waitsUntilTheServerIsThere() {
        ContractClock clock = ContractClock.waitingFor(server, TOLERANCE);

        clock.advance(Duration.ofMillis(20));

        assertThat(clock.now()).isEqualTo(Instant.ofEpochMilli(21));
    }

    @Test
    void waitsForNothing() {
        ContractClock clock = ContractClock.waitingFor(InstantSource.fixed(Instant.EPOCH), TOLERANCE);

        clock.advance(Duration.ZERO);

        assertThat(clock.now()).isEqualTo(Instant.EPOCH);
        assertThat(clock.tolerance()).isEqualTo(TOLERANCE);
    }

    @Test
    void refusesAToleranceThatNoRunningClockKeeps() {
        assertThatThrownBy(() -> ContractClock.waitingFor(server, Duration.ofNanos(999_999)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT0.000999999S")
                .hasMessageContaining("at least PT0.001S");
    }

    @Test
    void saysWhereAClockThatDoesNotRunStands() {
        ContractClock stopped = ContractClock.waitingFor(InstantSource.fixed(Instant.EPOCH), TOLERANCE);
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> stopped.advance(Duration.ofSeconds(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("to reach 1970-01-01T00:00:01Z; it reads 1970-01-01T00:00:00Z");
    }
}
