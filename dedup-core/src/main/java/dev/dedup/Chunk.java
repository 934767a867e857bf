// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import dev.dedup.spi.Answers;
import dev.dedup.spi.StoreException;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Some fingerprints of a call that go to the store in one request, and what becomes of them.
 *
 * @param <V> the kind of answer
 */
final class Chunk<V> {
    private final StoreCall<V> call;
    private final CallContext context;
    private final IndexList indices;
    private final long start;

    Chunk(StoreCall<V> call, IndexList indices) {
        this.call = call;
        this.context = call.context();
        this.indices = indices;
        this.start = context.events().areHeard() ? context.timing().nanoTime() : 0;
    }

    /** Sends the chunk; a store that throws instead of answering has failed like any other. */
    CompletableFuture<Answers<V>> send() {
        try {
            return call.send(indices).toCompletableFuture();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    void answered(@Nullable Answers<V> answers) {
        if (answers == null || answers.size() != indices.size()) {
            failed(malformed(answers));
            return;
        }
        report(null);
        for (int i = 0; i < indices.size(); i++) {
            take(indices.get(i), answers.value(i), answers.failure(i));
        }
    }

    /** The request failed as a whole: nothing is known of any of its fingerprints. */
    void failed(Throwable failure) {
        report(failure);
        for (int i = 0; i < indices.size(); i++) {
            missing(indices.get(i), failure);
        }
    }

    /** The request did not end while there was time. */
    void timedOut() {
        failed(StoreException.retryable(
                context.store().name(), call.operation(), "no answer within " + context.deadline(), null));
    }

    private void take(int index, @Nullable V value, @Nullable StoreException failure) {
        if (value == null || value == Verdict.UNKNOWN) {
            missing(index, failure);
        } else {
            call.answer(index, value);
        }
    }

    private void missing(int index, @Nullable Throwable failure) {
        if (failure instanceof StoreException known && !known.isRetryable()) {
            call.giveUp(known);
        } else {
            call.repeatLater(index, failure);
        }
    }

    private StoreException malformed(@Nullable Answers<V> answers) {
        String count = answers == null ? "null" : answers.size() + " answers";
        String problem =
                "the store gave " + count + " to " + indices.size() + " fingerprints, which is a bug of the store";
        return StoreException.permanent(context.store().name(), call.operation(), problem, null);
    }

    private void report(@Nullable Throwable failure) {
        if (context.events().areHeard()) {
            Duration latency = Duration.ofNanos(context.timing().nanoTime() - start);
            context.events().storeRequest(call.operation(), indices.size(), latency, failure);
        }
    }
}
