// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class TogetherTest {
    private static final int THREADS = 16;

    @Test
    void allRunAtTheSameTime() {
        CyclicBarrier meeting = new CyclicBarrier(THREADS);

        assertThat(Together.call(THREADS, number -> {
                    meet(meeting);
                    return number;
                }))
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    }

    @Test
    void tasksInTheBackgroundRunAtTheSameTimeAsTheCaller() {
        CyclicBarrier meeting = new CyclicBarrier(3);
        var one = Together.start(() -> meet(meeting));
        var other = Together.start(() -> meet(meeting));

        meet(meeting);

        assertThat(one).succeedsWithin(Duration.ofSeconds(30));
        assertThat(other).succeedsWithin(Duration.ofSeconds(30));
    }

    @Test
    void failureOfOneIsTheTests() {
        IllegalStateException wrong = new IllegalStateException("wrong");

        assertThatThrownBy(() -> Together.run(2, number -> {
                    if (number == 1) {
                        throw wrong;
                    }
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("wrong")
                .hasRootCause(wrong);
    }

    @Test
    void whoTakesTooLongIsNotWaitedFor() {
        CyclicBarrier nobodyElse = new CyclicBarrier(2);

        assertThatThrownBy(() -> Together.call(1, Duration.ofMillis(50), number -> meet(nobodyElse)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("not done after PT0.05S");
    }

    private static int meet(CyclicBarrier meeting) {
        try {
            return meeting.await(30, TimeUnit.SECONDS);
        } catch (BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException("the others are not at work", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
