// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a signal, such as that of Ctrl-C, end a run in good order: the run is asked to end, and the process waits for that, but not for
 * long. Thread-safe.
 */
final class Ending implements AutoCloseable {
    /** In all less than ten seconds, after which Docker kills what it has asked to end. */
    private static final Duration UNIT = Duration.ofSeconds(1);

    private static final int UNITS_UNTIL_IMPATIENT = 3;
    private static final int UNITS_UNTIL_CLEANED_UP = 8;
    private static final int UNITS_UNTIL_GIVEN_UP = 9;

    private final Console console;
    private final Duration unit;
    private final Thread hook = new Thread(this::end, "dedup-ending");
    private final CompletableFuture<Long> askedAt = new CompletableFuture<>();
    private final CompletableFuture<Void> impatient = new CompletableFuture<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Begins, without regard to signals. */
    Ending(Console console, Duration unit) {
        this.console = console;
        this.unit = unit;
    }

    /** Begins; from now on a signal asks the run to end, until this is closed. */
    static Ending bySignal(Console console) {
        Ending ending = new Ending(console, UNIT);
        try {
            Runtime.getRuntime().addShutdownHook(ending.hook);
        } catch (IllegalStateException e) {
            // The signal has come already.
            ending.ask();
        }
        return ending;
    }

    /** Asks the run to end, and waits for it; after a while it is to wait for stores no longer. */
    void end() {
        ask();
        if (!hasEndedWithin(UNITS_UNTIL_IMPATIENT)) {
            impatient.complete(null);
        }
        if (!hasEndedWithin(UNITS_UNTIL_GIVEN_UP)) {
            console.note("the run did not end within "
                    + unit.multipliedBy(UNITS_UNTIL_GIVEN_UP).toMillis()
                    + " ms of the signal; claims of it may be left, and lapse when --retention has passed");
        }
    }

    private void ask() {
        askedAt.complete(System.nanoTime());
    }

    private boolean hasEndedWithin(int units) {
        try {
            return ended.await(timeLeft(units).toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Says whether the run is to end. */
    boolean isAsked() {
        return askedAt.isDone();
    }

    /** Returns what completes when the run is to wait for no store any more. */
    CompletableFuture<Void> impatient() {
        return impatient;
    }

    /** Has something done when the run is asked to end, at once if it has been. */
    void whenAsked(Runnable action) {
        // Nobody waits for it; the signal does not either.
        CompletableFuture<Void> unused = askedAt.thenRun(action);
    }

    /** Returns how much of a time there is for cleaning up. */
    Duration atMost(Duration time) {
        if (!isAsked()) {
            return time;
        }
        Duration left = timeLeft(UNITS_UNTIL_CLEANED_UP);
        return left.compareTo(time) < 0 ? left : time;
    }

    private Duration timeLeft(int units) {
        return unit.multipliedBy(units).minusNanos(System.nanoTime() - askedAt.join());
    }

    /** The run has ended. */
    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // A signal is ending the process.
        }
    }
}
