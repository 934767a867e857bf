// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import dev.dedup.spi.Answers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs calls on the calling thread, which waits; the future it returns is complete. */
record BlockingRunner(Timing timing) implements CallRunner {
    @Override
    public <V> CompletableFuture<StoreCall<V>> run(StoreCall<V> call) {
        runRound(call);
        while (pauseForRetry(call)) {
            call.startNextRound();
            runRound(call);
        }
        return CompletableFuture.completedFuture(call);
    }

    private static <V> void runRound(StoreCall<V> call) {
        while (call.hasNextChunk()) {
            Chunk<V> chunk = call.nextChunk();
            await(call, chunk, chunk.send());
        }
    }

    private static <V> void await(StoreCall<V> call, Chunk<V> chunk, CompletableFuture<Answers<V>> answers) {
        try {
            chunk.answered(answers.get(call.timeLeft().toNanos(), TimeUnit.NANOSECONDS));
        } catch (ExecutionException e) {
            chunk.failed(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            chunk.timedOut();
        } catch (InterruptedException e) {
            interrupt(call, e);
        }
    }

    private boolean pauseForRetry(StoreCall<?> call) {
        Duration pause = call.pauseBeforeRetry();
        if (pause == null) {
            return false;
        }
        try {
            timing.pause(pause);
            return true;
        } catch (InterruptedException e) {
            interrupt(call, e);
            return false;
        }
    }

    private static void interrupt(StoreCall<?> call, InterruptedException cause) {
        call.interrupt(cause);
        Thread.currentThread().interrupt();
    }
}
