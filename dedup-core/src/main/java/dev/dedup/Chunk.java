// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import dev.dedup.spi.Answers;
import dev.dedup.spi.StoreException;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
    private final Duration time;
    private final long start;
    private boolean isCutShort;

    Chunk(StoreCall<V> call, IndexList indices) {
        this.call = call;
        this.context = call.context();
        this.indices = indices;
        this.time = call.attemptTime();
        this.start = context.timing().nanoTime();
    }

    /**
     * What became of a request: the answers, or why there are none.
     *
     * @param answers what the store said, or null
     * @param failure why it said nothing, or null; a bare {@link TimeoutException} if it was this side that stopped waiting
     * @param nanoTime when that was
     */
    record Reply<V>(@Nullable Answers<V> answers, @Nullable Throwable failure, long nanoTime) {
        boolean isTimeout() {
            return failure instanceof TimeoutException;
        }
    }

    /** Sends the chunk; completes with a reply, never exceptionally, within the time that one request may take. */
    CompletableFuture<Reply<V>> send() {
        // A copy's own time-out comes bare, and whatever the store completed with comes wrapped.
        CompletableFuture<Answers<V>> bounded = request().copy();
        if (!bounded.isDone()) {
            bounded.orTimeout(time.toNanos(), TimeUnit.NANOSECONDS);
        }
        return bounded.handle((answers, failure) ->
                new Reply<>(answers, failure, context.timing().nanoTime()));
    }

    void settle(Reply<V> reply) {
        isCutShort = isCutShort(reply);
        Throwable failure = reply.failure();
        if (failure == null) {
            answered(reply.answers());
        } else if (reply.isTimeout()) {
            failed(StoreException.retryable(
                    context.store().name(), call.operation(), "no answer within " + time.toMillis() + " ms", null));
        } else {
            failed(failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure);
        }
    }

    /**
     * A store that throws instead of answering has failed like any other. Even an {@link Error} must not fly past the call: other
     * chunks may have been claimed, and their token would be lost.
     */
    private CompletableFuture<Answers<V>> request() {
        try {
            return call.send(indices, time).toCompletableFuture();
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void answered(@Nullable Answers<V> answers) {
        if (answers == null || answers.size() != indices.size()) {
            failed(malformed(answers));
            return;
        }
        context.events().recentDuplicates(answers.remembered());
        report(indices.size() - answers.remembered(), failureOfAll(answers));
        for (int i = 0; i < indices.size(); i++) {
            take(indices.get(i), answers.value(i), answers.failure(i));
        }
    }

    /** Why the store has answered for nothing that was asked of it, or null if it has. */
    private @Nullable Throwable failureOfAll(Answers<V> answers) {
        Throwable first = null;
        int answered = 0;
        for (int i = 0; i < answers.size(); i++) {
            if (answers.value(i) != null) {
                answered++;
            } else if (first == null) {
                first = answers.failure(i);
            }
        }
        return answered > answers.remembered() ? null : first;
    }

    /** The request failed as a whole: nothing is known of any of its fingerprints. */
    private void failed(Throwable failure) {
        report(indices.size(), failure);
        for (int i = 0; i < indices.size(); i++) {
            missing(indices.get(i), failure);
        }
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
            call.repeatLater(index, failure, isCutShort);
        }
    }

    /**
     * Whether the end of the deadline left this request little time and it went by. Stores that keep their own time-out report it just
     * before, as a failure like any other: so a failure that came late counts as well.
     */
    private boolean isCutShort(Reply<V> reply) {
        boolean isLate = reply.isTimeout() || 2 * (reply.nanoTime() - start) >= time.toNanos();
        return isLate && call.isShort(time);
    }

    private StoreException malformed(@Nullable Answers<V> answers) {
        String count = answers == null ? "null" : answers.size() + " answers";
        String problem =
                "the store gave " + count + " to " + indices.size() + " fingerprints, which is a bug of the store";
        return StoreException.permanent(context.store().name(), call.operation(), problem, null);
    }

    private void report(int asked, @Nullable Throwable failure) {
        if (context.events().areHeard()) {
            Duration latency = Duration.ofNanos(context.timing().nanoTime() - start);
            context.events().storeRequest(call.operation(), asked, latency, failure);
        }
    }
}
