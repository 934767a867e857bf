// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets so many requests of a store be under way at once, and the others wait in the order in which they came.
 *
 * <p>A request that ends starts the next one, on the thread that brought its answer. Thread-safe.
 */
final class Gate {
    /** Some seconds' worth of requests; who asks for more is told so at once. */
    private static final int MAXIMUM_WAITING = 1 << 16;

    private final int limit;

    // guarded by this
    private final Queue<Supplier<CompletableFuture<?>>> waiting = new ArrayDeque<>();
    private int underWay;

    private volatile boolean closed;

    Gate(int limit) {
        this.limit = limit;
    }

    /** Starts a request, now or when it is its turn; false if too many wait already. What it starts never throws. */
    boolean enter(Supplier<CompletableFuture<?>> request) {
        synchronized (this) {
            if (waiting.size() >= MAXIMUM_WAITING) {
                return false;
            }
            waiting.add(request);
        }
        startAll();
        return true;
    }

    /** From now on a request whose turn it is should rather not start. */
    void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    String problem() {
        return MAXIMUM_WAITING + " requests wait already, with " + limit
                + " under way; make fewer at a time, or raise the concurrency";
    }

    /** A loop, as a request may end before its start returns. */
    @SuppressWarnings("FutureReturnValueIgnored") // the next start depends on the end, not on its outcome
    private void startAll() {
        for (Supplier<CompletableFuture<?>> next = next(); next != null; next = next()) {
            CompletableFuture<?> end = next.get();
            if (end.isDone()) {
                leave();
            } else {
                end.whenComplete((answer, failure) -> {
                    leave();
                    startAll();
                });
            }
        }
    }

    private synchronized @Nullable Supplier<CompletableFuture<?>> next() {
        Supplier<CompletableFuture<?>> next = underWay < limit ? waiting.poll() : null;
        if (next != null) {
            underWay++;
        }
        return next;
    }

    private synchronized void leave() {
        underWay--;
    }
}
