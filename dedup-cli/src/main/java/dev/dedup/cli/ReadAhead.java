// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads on one thread and parses on others while the caller still deals with what came before; hands out chunks in input order.
 *
 * <p>A few chunks wait at most, so memory does not grow with the input.
 *
 * @param <T> what is made of a post
 */
final class ReadAhead<T> implements AutoCloseable {
    private static final int CHUNKS_AHEAD = 4;

    private final BlockingQueue<CompletableFuture<@Nullable ParsedChunk<T>>> queue =
            new ArrayBlockingQueue<>(CHUNKS_AHEAD);
    private final ExecutorService reading = daemons(1);
    private final ExecutorService parsing =
            daemons(Math.max(1, Runtime.getRuntime().availableProcessors() - 1));

    private volatile boolean isStopped;

    private ReadAhead() {}

    static <T> ReadAhead<T> start(PostFiles<T> files) {
        ReadAhead<T> ahead = new ReadAhead<>();
        ahead.reading.execute(() -> ahead.readAll(files));
        return ahead;
    }

    /** Lets the caller find no further chunk, also if it is waiting for one. Any thread. */
    void stop() {
        isStopped = true;
        // Where this finds no room, nobody is waiting.
        queue.offer(CompletableFuture.completedFuture(null));
    }

    /** Returns the next chunk, or null at the end of the last file. */
    @Nullable
    ParsedChunk<T> next() throws InterruptedException {
        try {
            ParsedChunk<T> chunk = queue.take().join();
            return isStopped ? null : chunk;
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        reading.shutdownNow();
        parsing.shutdownNow();
    }

    private void readAll(PostFiles<T> files) {
        try {
            try {
                Supplier<ParsedChunk<T>> chunk = files.next();
                while (chunk != null) {
                    queue.put(CompletableFuture.supplyAsync(chunk, parsing));
                    chunk = files.next();
                }
                queue.put(CompletableFuture.completedFuture(null));
            } catch (RuntimeException | Error e) {
                queue.put(CompletableFuture.failedFuture(e));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ExecutorService daemons(int threads) {
        return Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "dedup-reader");
            thread.setDaemon(true);
            return thread;
        });
    }
}
