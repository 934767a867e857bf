// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Runs calls to a blocking store on an executor's threads. */
record ExecutorRunner(BlockingRunner blocking, Executor executor) implements CallRunner {
    @Override
    public <V> CompletableFuture<StoreCall<V>> run(StoreCall<V> call) {
        try {
            return CompletableFuture.supplyAsync(() -> blocking.run(call).join(), executor);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
