// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Runs calls to a store whose client does not block; no thread waits. */
record AsyncRunner(Timing timing) implements CallRunner {
    @Override
    public <V> CompletableFuture<StoreCall<V>> run(StoreCall<V> call) {
        CompletableFuture<StoreCall<V>> done = new CompletableFuture<>();
        call.start();
        advance(call, done);
        return done;
    }

    /** Sends chunks in a loop while answers come at once, so that a large batch does not deepen the stack. */
    private <V> void advance(StoreCall<V> call, CompletableFuture<StoreCall<V>> done) {
        try {
            while (call.hasNextChunk()) {
                Chunk<V> chunk = call.nextChunk();
                CompletableFuture<Chunk.Reply<V>> reply = chunk.send();
                if (!reply.isDone()) {
                    resumeWhenAnswered(call, chunk, reply, done);
                    return;
                }
                chunk.settle(reply.join());
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
            CompletableFuture<Chunk.Reply<V>> pending,
            CompletableFuture<StoreCall<V>> done) {
        pending.thenAccept(reply -> {
            if (reply.isTimeout()) {
                // The timer's one thread serves the whole JVM: whatever follows goes elsewhere, and not to the common
                // pool as
                // such, which may be set to have no threads.
                CompletableFuture.runAsync(() -> resume(call, chunk, reply, done));
            } else {
                resume(call, chunk, reply, done);
            }
        });
    }

    private <V> void resume(
            StoreCall<V> call, Chunk<V> chunk, Chunk.Reply<V> reply, CompletableFuture<StoreCall<V>> done) {
        try {
            chunk.settle(reply);
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
}
