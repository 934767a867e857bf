// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Runs calls on the calling thread, which waits; the future it returns is complete.
 *
 * <p>An interrupt ends the pauses between requests, and not the wait for an answer, which is short: the store may have granted the
 * claim already, and whoever walked away would leave the item claimed for nobody.
 */
record BlockingRunner(Timing timing) implements CallRunner {
    @Override
    public <V> CompletableFuture<StoreCall<V>> run(StoreCall<V> call) {
        call.start();
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
            chunk.settle(chunk.send().join());
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
            call.interrupt(e);
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
