// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A run that is told to end by a signal has a while to do so. */
@Timeout(60)
class EndingTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Console console = new Console(new PrintStream(err, true, StandardCharsets.UTF_8));

    @Test
    void runIsAskedAndWaitedFor() {
        Ending ending = new Ending(console, LONG);
        CountDownLatch told = new CountDownLatch(1);
        ending.whenAsked(told::countDown);
        assertThat(ending.isAsked()).isFalse();
        assertThat(ending.atMost(LONG.multipliedBy(20))).isEqualTo(LONG.multipliedBy(20));

        CompletableFuture<Void> signal = CompletableFuture.runAsync(ending::end);
        Awaitility.await().until(() -> told.getCount() == 0);

        assertThat(ending.isAsked()).isTrue();
        assertThat(ending.atMost(LONG)).isEqualTo(LONG);
        assertThat(ending.atMost(LONG.multipliedBy(20))).isBetween(LONG.multipliedBy(7), LONG.multipliedBy(8));
        assertThat(signal).isNotDone();
        ending.close();
        signal.join();
        assertThat(err.size()).isZero();
    }

    @Test
    void whoeverAsksLateIsToldAtOnce() {
        Ending ending = new Ending(console, LONG);
        ending.close();
        ending.end();
        CountDownLatch told = new CountDownLatch(1);

        ending.whenAsked(told::countDown);

        assertThat(told.getCount()).isZero();
    }

    @Test
    void runThatWaitsForAStoreIsToldToWaitNoLongerAndThenGivenUp() {
        Ending ending = new Ending(console, Duration.ofMillis(20));
        assertThat(ending.impatient()).isNotDone();

        ending.end();

        assertThat(ending.impatient()).isDone();
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("the run did not end within 180 ms of the signal; claims of it may be left")
                .hasLineCount(1);
    }
}
