// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers.claims;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Threads of a test's own. The common pool has a single one on a machine of two cores, and there nothing that it is given runs at
 * the same time.
 */
public final class Together {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Together() {}

    /**
     * Runs a task on each of some threads, which begin at the same moment.
     *
     * @param threads how many
     * @param task the task, given the thread's number from 0
     * @throws AssertionError if a task fails, or does not end in two minutes
     */
    public static void run(int threads, IntConsumer task) {
        call(threads, number -> {
            task.accept(number);
            return number;
        });
    }

    /**
     * Runs a task on each of some threads, which begin at the same moment.
     *
     * @param threads how many
     * @param task the task, given the thread's number from 0
     * @param <T> what a task returns
     * @return the results in the order of the threads
     * @throws AssertionError if a task fails, or does not end in two minutes
     */
    public static <T> List<T> call(int threads, IntFunction<T> task) {
        return call(threads, PATIENCE, task);
    }

    /**
     * Runs a task on each of some threads, which begin at the same moment, for as long as it may take.
     *
     * @param threads how many
     * @param patience how long each task may take
     * @param task the task, given the thread's number from 0
     * @param <T> what a task returns
     * @return the results in the order of the threads
     * @throws AssertionError if a task fails, or does not end in that time
     */
    public static <T> List<T> call(int threads, Duration patience, IntFunction<T> task) {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        CyclicBarrier gate = new CyclicBarrier(threads);
        try {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int number = i;
                running.add(executor.submit(() -> {
                    pass(gate);
                    return task.apply(number);
                }));
            }
            return running.stream().map(one -> result(one, patience)).toList();
        } finally {
            executor.shutdownNow();
        }
    }

    /**
     * Starts one task on a thread of its own, while the caller goes on.
     *
     * @param task the task
     * @param <T> what it returns
     * @return its result, or its failure
     */
    public static <T> CompletableFuture<T> start(Supplier<T> task) {
        return CompletableFuture.supplyAsync(task, Together::runOnThread);
    }

    private static void runOnThread(Runnable task) {
        Thread thread = new Thread(task, "in-the-background");
        thread.setDaemon(true);
        thread.start();
    }

    private static void pass(CyclicBarrier gate) throws InterruptedException, BrokenBarrierException {
        gate.await();
    }

    private static <T> T result(Future<T> task, Duration patience) {
        try {
            return task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("one of the threads failed: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new AssertionError("one of the threads was not done after " + patience, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for the threads", e);
        }
    }
}
