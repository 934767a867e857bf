// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import dev.dedup.spi.Answers;
import dev.dedup.spi.StoreException;
import java.time.Duration;
import java.util.BitSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request to the store: the requests to the service that it takes, and the answers as they come, from any thread.
 *
 * @param <V> the kind of answer
 */
final class Exchange<V> {
    /** A timer counts no longer, and no request needs to. */
    private static final Duration LONGEST_TIME = Duration.ofDays(1);

    /** The client counts no less, and takes less for no limit. */
    static final Duration SHORTEST_TIME = Duration.ofMillis(1);

    private final String operation;
    private final int size;
    private final Gate gate;
    private final Failures failures;
    private final long start = System.nanoTime();
    private final Duration patience;
    private final CompletableFuture<Void> answered = new CompletableFuture<>();
    private final CompletableFuture<Answers<V>> result = new CompletableFuture<>();

    // guarded by this
    private final Answers.Builder<V> answers;
    private final BitSet settled;

    Exchange(String operation, int size, Duration timeLeft, Gate gate, Failures failures) {
        this.operation = operation;
        this.size = size;
        this.gate = gate;
        this.failures = failures;
        this.answers = Answers.builder(size);
        this.settled = new BitSet(size);
        Duration bounded = timeLeft.compareTo(LONGEST_TIME) < 0 ? timeLeft : LONGEST_TIME;
        this.patience = bounded.multipliedBy(9).dividedBy(10);
    }

    /** The answers: in less than the time left, so that what was answered by then is not lost. */
    @SuppressWarnings("FutureReturnValueIgnored") // all ends in the result
    CompletableFuture<Answers<V>> result() {
        if (size == 0) {
            answered.complete(null);
        }
        answered.orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS).whenComplete((nothing, late) -> finish(late));
        return result;
    }

    /**
     * Sends a request to the service when it is its turn, unless the time is over by then: then it is never sent.
     *
     * @param from the first of the fingerprints that it is about
     * @param to the one after the last; if the request fails, so have all of them
     * @param request is given its time
     * @param take is given the answer, and settles each of the fingerprints or sends another request for it
     */
    <R> void send(int from, int to, Function<Duration, CompletableFuture<R>> request, Consumer<R> take) {
        boolean isIn = gate.enter(() -> sent(request), (answer, failure) -> ended(from, to, take, answer, failure));
        if (!isIn) {
            failAll(from, to, StoreException.retryable(failures.store(), operation, gate.problem(), null));
        }
    }

    /** Sends a request about one fingerprint, which gives its answer. */
    void send(int index, Function<Duration, CompletableFuture<V>> request) {
        send(index, index + 1, request, value -> answer(index, value));
    }

    /** Settles a fingerprint by what is given or thrown. */
    void settle(int index, Supplier<V> value) {
        try {
            answer(index, value.get());
        } catch (StoreException e) {
            settle(index, null, e);
        }
    }

    private void answer(int index, V value) {
        settle(index, value, null);
    }

    private void failAll(int from, int to, StoreException failure) {
        for (int i = from; i < to; i++) {
            settle(i, null, failure);
        }
    }

    /** A request whose turn comes when it is too late, or after the end, is not sent. */
    private <R> CompletableFuture<R> sent(Function<Duration, CompletableFuture<R>> request) {
        if (gate.isClosed()) {
            return CompletableFuture.failedFuture(failures.ofClosed(operation));
        }
        long left = patience.toNanos() - (System.nanoTime() - start);
        if (left < SHORTEST_TIME.toNanos() || result.isDone()) {
            return CompletableFuture.failedFuture(failures.ofSilence(operation, patience));
        }
        return request.apply(Duration.ofNanos(left));
    }

    private <R> void ended(int from, int to, Consumer<R> take, @Nullable R answer, @Nullable Throwable failure) {
        if (answer == null) {
            failAll(
                    from,
                    to,
                    failures.of(operation, failure == null ? new NullPointerException("no answer") : failure));
            return;
        }
        try {
            take.accept(answer);
        } catch (RuntimeException | Error e) {
            failAll(from, to, failures.of(operation, e));
        }
    }

    private void settle(int index, @Nullable V value, @Nullable StoreException failure) {
        boolean last;
        synchronized (this) {
            if (settled.get(index)) {
                return;
            }
            settled.set(index);
            if (value != null) {
                answers.value(index, value);
            } else if (failure != null) {
                answers.failure(index, failure);
            }
            last = settled.cardinality() == size;
        }
        if (last) {
            answered.complete(null);
        }
    }

    /**
     * The timer's one thread serves the whole JVM: what follows a late answer goes elsewhere, and not to the common pool as such,
     * which may be set to have no threads.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // all ends in the result
    private void finish(@Nullable Throwable late) {
        if (late == null) {
            complete();
        } else {
            CompletableFuture.runAsync(() -> {
                failAll(0, size, failures.ofSilence(operation, patience));
                complete();
            });
        }
    }

    private void complete() {
        Answers<V> complete;
        synchronized (this) {
            complete = answers.build(failures.store(), operation);
        }
        result.complete(complete);
    }
}
