// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets so many requests of a store be under way at once, and the others wait in the order in which they came.
 *
 * <p>A request that ends gives its place to the next one, on the thread that brought its answer, before anybody is told of the answer: so
 * whatever they make of it holds up nobody. Thread-safe.
 */
final class Gate {
    /** Some seconds' worth of requests; who asks for more is told so at once. */
    private static final int MAXIMUM_WAITING = 1 << 16;

    private final int limit;

    // guarded by this
    private final Queue<Waiting<?>> waiting = new ArrayDeque<>();
    private int underWay;

    private volatile boolean closed;

    Gate(int limit) {
        this.limit = limit;
    }

    /**
     * Starts a request, now or when it is its turn.
     *
     * @param request sends it; what it throws ends it
     * @param end is given the answer or the failure
     * @return false if too many wait already, and then it is never started
     */
    <R> boolean enter(Supplier<CompletableFuture<R>> request, BiConsumer<@Nullable R, @Nullable Throwable> end) {
        synchronized (this) {
            if (waiting.size() >= MAXIMUM_WAITING) {
                return false;
            }
            waiting.add(new Waiting<>(request, end));
        }
        startAll();
        return true;
    }

    int limit() {
        return limit;
    }

    /** Lets all that wait through at once, and whatever comes: they find it closed. */
    void close() {
        closed = true;
        startAll();
    }

    boolean isClosed() {
        return closed;
    }

    String problem() {
        return MAXIMUM_WAITING + " requests wait already, with " + limit
                + " under way; make fewer at a time, or raise the concurrency";
    }

    /** A loop, as a request may end before its start returns. */
    private void startAll() {
        for (Waiting<?> next = next(); next != null; next = next()) {
            start(next);
        }
    }

    /**
     * Of an end that is there already, somebody else is told: it may enter another request, which would deepen the stack, and whoever is
     * here may be starting the requests of others. Not the common pool as such, which may be set to have no threads.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the next start depends on the end, not on its outcome
    private <R> void start(Waiting<R> next) {
        CompletableFuture<R> answer = next.begun();
        if (answer.isDone()) {
            leave();
            answer.whenCompleteAsync(next.end());
        } else {
            answer.whenComplete((value, failure) -> ended(next, value, failure));
        }
    }

    private <R> void ended(Waiting<R> last, @Nullable R value, @Nullable Throwable failure) {
        leave();
        try {
            startAll();
        } finally {
            last.end().accept(value, failure);
        }
    }

    private synchronized @Nullable Waiting<?> next() {
        Waiting<?> next = closed || underWay < limit ? waiting.poll() : null;
        if (next != null) {
            underWay++;
        }
        return next;
    }

    private synchronized void leave() {
        underWay--;
    }

    private record Waiting<R>(
            Supplier<CompletableFuture<R>> request, BiConsumer<@Nullable R, @Nullable Throwable> end) {
        /** An {@link Error} too is an end: a place that nobody gives back is lost to all. */
        CompletableFuture<R> begun() {
            try {
                return request.get();
            } catch (RuntimeException | Error e) {
                return CompletableFuture.failedFuture(e);
            }
        }
    }
}
