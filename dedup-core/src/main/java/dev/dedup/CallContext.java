// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What all calls of one deduplicator share: its store and settings, and whether it is open. */
final class CallContext {
    private final ClaimStore store;
    private final Duration deadline;
    private final FailurePolicy policy;
    private final Events events;
    private final Timing timing;
    private final Backoff backoff;
    private final CallRunner blockingRunner;
    private final CallRunner asyncRunner;
    private final CallsUnderWay underWay = new CallsUnderWay();

    CallContext(DeduplicatorBuilder<?> builder) {
        this.store = builder.store();
        this.deadline = builder.deadline();
        this.policy = builder.policy();
        this.events = new Events(builder.listener());
        this.timing = builder.timing();
        this.backoff = new Backoff(timing);
        BlockingRunner blocking = new BlockingRunner(timing);
        this.blockingRunner = blocking;
        this.asyncRunner =
                store.isBlocking() ? new ExecutorRunner(blocking, builder.executor()) : new AsyncRunner(timing);
    }

    ClaimStore store() {
        return store;
    }

    Duration deadline() {
        return deadline;
    }

    /** The policy for items that a call leaves unknown; an interrupted thread is not a failed store, and is always told. */
    FailurePolicy policyFor(StoreCall<?> call) {
        return call.wasInterrupted() ? FailurePolicy.THROW : policy;
    }

    Events events() {
        return events;
    }

    Timing timing() {
        return timing;
    }

    Backoff backoff() {
        return backoff;
    }

    CallRunner blockingRunner() {
        return blockingRunner;
    }

    CallRunner asyncRunner() {
        return asyncRunner;
    }

    boolean isOpen() {
        return !underWay.isClosed();
    }

    void requireOpen() {
        if (!isOpen()) {
            throw closed();
        }
    }

    <V> CompletableFuture<StoreCall<V>> run(StoreCall<V> call, CallRunner runner) {
        if (!underWay.begin()) {
            throw closed();
        }
        return runner.run(call).whenComplete((done, failure) -> underWay.end());
    }

    /** Closes the store when the calls under way have ended: cut off, they would not know what they were granted. */
    void close() {
        if (underWay.close(deadline)) {
            store.close();
        }
    }

    private IllegalStateException closed() {
        return new IllegalStateException(
                "The deduplicator on the store " + store.name() + " is closed; use it before close()");
    }

    StoreCall<Verdict> claim(List<Fingerprint> keys, ClaimToken token, ClaimState state, Duration hold) {
        return new StoreCall<>(
                "claim",
                keys,
                (chunk, timeLeft, isRepetition) ->
                        store.claim(new ClaimRequest(chunk, token, state, hold, timeLeft, isRepetition)),
                this);
    }

    StoreCall<Boolean> renew(List<Fingerprint> keys, ClaimToken token, ClaimState state, Duration hold) {
        return new StoreCall<>(
                "renew",
                keys,
                (chunk, timeLeft, isRepetition) ->
                        store.renew(new ClaimRequest(chunk, token, state, hold, timeLeft, isRepetition)),
                this);
    }

    StoreCall<Boolean> release(List<Fingerprint> keys, ClaimToken token) {
        return new StoreCall<>(
                "release", keys, (chunk, timeLeft, isRepetition) -> store.release(chunk, token, timeLeft), this);
    }
}
