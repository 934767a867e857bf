// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CrowdTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void runsAllThreadsAtOnce() {
        CyclicBarrier everybody = new CyclicBarrier(Crowd.SIZE);

        assertThat(Crowd.run(PATIENCE, thread -> everybody::await)).containsExactlyInAnyOrderElementsOf(numbers());
    }

    @Test
    void givesResultsInTheOrderOfTheThreads() {
        assertThat(Crowd.run(PATIENCE, thread -> () -> thread)).isEqualTo(numbers());
    }

    @Test
    void failsWithTheFailureOfAThread() {
        AssertionError failure = new AssertionError("two winners");

        assertThatThrownBy(() -> Crowd.run(PATIENCE, thread -> () -> {
                    throw failure;
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("two winners")
                .hasRootCause(failure);
    }

    @Test
    void interruptsThreadsThatDoNotEnd() {
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);

        assertThatThrownBy(() -> Crowd.run(Duration.ofMillis(500), thread -> () -> {
                    try {
                        never.await();
                    } finally {
                        interrupted.countDown();
                    }
                    return thread;
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("not done after PT0.5S: a deadlock?");

        assertThat(interrupted).satisfies(CountDownLatch::await);
    }

    private static List<Integer> numbers() {
        return IntStream.range(0, Crowd.SIZE).boxed().toList();
    }
}
