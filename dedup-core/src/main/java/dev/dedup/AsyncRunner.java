// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import dev.dedup.spi.Answers;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs calls to a store whose client does not block; no thread waits. */
record AsyncRunner(Timing timing) implements CallRunner {
    @Override
    public <V> CompletableFuture<StoreCall<V>> run(StoreCall<V> call) {
        CompletableFuture<StoreCall<V>> done = new CompletableFuture<>();
        advance(call, done);
        return done;
    }

    /** Sends chunks in a loop while answers come at once, so that a large batch does not deepen the stack. */
    private <V> void advance(StoreCall<V> call, CompletableFuture<StoreCall<V>> done) {
        try {
            while (call.hasNextChunk()) {
                Chunk<V> chunk = call.nextChunk();
                CompletableFuture<Answers<V>> answers = chunk.send();
                if (!answers.isDone()) {
                    resumeWhenAnswered(call, chunk, answers, done);
                    return;
                }
                settle(chunk, answers);
            }
            finishRound(call, done);
        } catch (RuntimeException | Error e) {
            done.completeExceptionally(e);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // whatever goes wrong in resume() ends in done
    private <V> void resumeWhenAnswered(
            StoreCall<V> call,
            Chunk<V> chunk,
            CompletableFuture<Answers<V>> answers,
            CompletableFuture<StoreCall<V>> done) {
        CompletableFuture<Answers<V>> bounded =
                answers.copy().orTimeout(call.timeLeft().toNanos(), TimeUnit.NANOSECONDS);
        bounded.whenComplete((answered, failure) -> {
            Runnable resume = () -> resume(call, chunk, bounded, done);
            if (failure instanceof TimeoutException) {
                // The timer's one thread serves the whole JVM: whatever follows goes elsewhere.
                ForkJoinPool.commonPool().execute(resume);
            } else {
                resume.run();
            }
        });
    }

    private <V> void resume(
            StoreCall<V> call,
            Chunk<V> chunk,
            CompletableFuture<Answers<V>> answers,
            CompletableFuture<StoreCall<V>> done) {
        try {
            settle(chunk, answers);
            advance(call, done);
        } catch (RuntimeException | Error e) {
            done.completeExceptionally(e);
        }
    }

    private <V> void finishRound(StoreCall<V> call, CompletableFuture<StoreCall<V>> done) {
        Duration pause = call.pauseBeforeRetry();
        if (pause == null) {
            done.complete(call);
            return;
        }
        timing.after(pause).execute(() -> {
            call.startNextRound();
            advance(call, done);
        });
    }

    private static <V> void settle(Chunk<V> chunk, CompletableFuture<Answers<V>> answers) {
        try {
            chunk.answered(answers.join());
        } catch (CompletionException e) {
            fail(chunk, e.getCause() == null ? e : e.getCause());
        } catch (CancellationException e) {
            chunk.failed(e);
        }
    }

    private static void fail(Chunk<?> chunk, Throwable failure) {
        if (failure instanceof TimeoutException) {
            chunk.timedOut();
        } else {
            chunk.failed(failure);
        }
    }
}
