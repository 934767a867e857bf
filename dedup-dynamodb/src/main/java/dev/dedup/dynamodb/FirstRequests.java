// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import dev.dedup.spi.StoreException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Asks the service before the first claim, when nobody else repeats anything yet. Blocks the calling thread.
 *
 * @param failures names what goes wrong
 * @param operation what it is asked for
 */
record FirstRequests(Failures failures, String operation) {
    /** Long enough for a throttle that a fleet meets when it starts, and short for somebody who has mistyped the endpoint. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(3);

    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(1);
    private static final Duration STEP = Duration.ofSeconds(1);

    /** Waits for the answer; what may pass is asked again for some seconds. If it does not pass, the first failure is told. */
    <T> T ask(Supplier<CompletableFuture<T>> request) {
        long start = System.nanoTime();
        long pause = FIRST_PAUSE;
        StoreException first = null;
        while (true) {
            try {
                return request.get().join();
            } catch (RuntimeException e) {
                StoreException failure = failures.of(operation, e);
                if (!failure.isRetryable()) {
                    throw failure;
                }
                first = first == null ? failure : first;
            }
            if (System.nanoTime() - start + pause > PATIENCE) {
                throw first;
            }
            pause(ThreadLocalRandom.current().nextLong(pause / 2, pause));
            pause = Math.min(2 * pause, LONGEST_PAUSE);
        }
    }

    /** Waits for the answer, or for the refusal that is one. */
    <T> Optional<T> askUnless(Predicate<Throwable> refusal, Supplier<CompletableFuture<T>> request) {
        return ask(() -> request.get().thenApply(Optional::of).exceptionally(failure -> {
            if (refusal.test(Failures.unwrapped(failure))) {
                return Optional.empty();
            }
            throw new CompletionException(Failures.unwrapped(failure));
        }));
    }

    /** Looks once a second until there is something to be seen, so many times. */
    <T> T await(int times, String awaited, Supplier<Optional<T>> look) {
        for (int i = 1; i < times; i++) {
            Optional<T> seen = look.get();
            if (seen.isPresent()) {
                return seen.get();
            }
            pause(STEP.toNanos());
        }
        return look.get()
                .orElseThrow(() ->
                        failure(awaited + " after " + STEP.multipliedBy(times).toSeconds() + " s"));
    }

    private void pause(long nanoseconds) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanoseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("the thread was interrupted while it waited for the table");
        }
    }

    private StoreException failure(String problem) {
        return StoreException.retryable(failures.store(), operation, problem, null);
    }
}
