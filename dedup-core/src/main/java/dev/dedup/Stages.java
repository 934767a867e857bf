// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import dev.dedup.spi.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Between stages and the blocking verbs. */
final class Stages {
    private Stages() {}

    /** The value of a stage that a {@link BlockingRunner} has completed, or its exception as it was thrown. */
    static <V> V join(CompletableFuture<V> stage) {
        try {
            return stage.join();
        } catch (CompletionException e) {
            throw unwrap(e);
        }
    }

    /** The only answer of a finished call, or the store's failure. */
    static <V> V onlyAnswer(StoreCall<V> call) {
        V value = call.value(0);
        if (value == null) {
            throw unanswered(call);
        }
        return value;
    }

    static StoreException unanswered(StoreCall<?> call) {
        return StoreException.retryable(
                call.context().store().name(), call.operation(), call.summary(), call.lastFailure());
    }

    private static RuntimeException unwrap(CompletionException e) {
        if (e.getCause() instanceof RuntimeException cause) {
            return cause;
        }
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return e;
    }
}
