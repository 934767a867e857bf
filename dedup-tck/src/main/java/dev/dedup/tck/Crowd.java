// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/** Threads that begin at the same moment. */
final class Crowd {
    static final int SIZE = 8;

    private Crowd() {}

    /**
     * Runs a task on each thread and returns their results in the order of the threads.
     *
     * @throws AssertionError if a task fails, or does not end in time
     */
    static <T> List<T> run(Duration patience, IntFunction<Callable<T>> tasks) {
        ExecutorService executor = Executors.newFixedThreadPool(SIZE);
        CountDownLatch gate = new CountDownLatch(1);
        try {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < SIZE; i++) {
                running.add(executor.submit(behind(gate, tasks.apply(i))));
            }
            gate.countDown();
            return results(running, patience);
        } finally {
            executor.shutdownNow();
        }
    }

    private static <T> Callable<T> behind(CountDownLatch gate, Callable<T> task) {
        return () -> {
            gate.await();
            return task.call();
        };
    }

    private static <T> List<T> results(List<Future<T>> running, Duration patience) {
        List<T> results = new ArrayList<>();
        for (Future<T> future : running) {
            results.add(result(future, patience));
        }
        return results;
    }

    private static <T> T result(Future<T> future, Duration patience) {
        try {
            return future.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            throw new AssertionError("In a crowd of threads one failed: " + failed.getMessage(), failed);
        } catch (TimeoutException late) {
            throw new AssertionError(
                    "In a crowd of threads one was not done after " + patience + ": a deadlock?", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for a crowd of threads", interrupted);
        }
    }
}
