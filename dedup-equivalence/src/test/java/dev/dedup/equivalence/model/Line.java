// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.StoreException;
import dev.dedup.spi.Verdict;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.ForwardingStore;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way of a deduplicator's calls to a store, on which the first request of each operation, or its answer, may be lost.
 *
 * <p>It keeps what the store has answered, whether or not that arrived.
 */
final class Line extends ForwardingStore {
    private final Supplier<Stopwatch> stopwatches;
    private final Set<String> tried = ConcurrentHashMap.newKeySet();
    private final Set<ClaimToken> tokens = ConcurrentHashMap.newKeySet();
    private final List<Exchange<?>> exchanges = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private volatile Fate fate;

    Line(ClaimStore store, Supplier<Stopwatch> stopwatches, Fate fate) {
        super(store);
        this.stopwatches = stopwatches;
        this.fate = fate;
    }

    /** Another call begins on it, for the same lease. */
    void begin(Fate fateOfCall) {
        fate = fateOfCall;
        tried.clear();
        exchanges.clear();
    }

    /** The tokens that the requests carried. */
    Set<ClaimToken> tokens() {
        return tokens;
    }

    /** What the store was asked and answered in the last call. */
    List<Exchange<?>> exchanges() {
        return exchanges;
    }

    /** Where the store itself has failed, of which no program is. */
    List<Throwable> failures() {
        return failures;
    }

    /** What the store has last answered to an operation on a post. */
    Object last(String operation, Fingerprint post) {
        return exchanges.stream()
                .filter(exchange -> exchange.operation().name().equals(operation))
                .reduce((first, second) -> second)
                .orElseThrow()
                .answer(post);
    }

    @Override
    public CompletionStage<Answers<Verdict>> claim(ClaimRequest request) {
        Operation<Verdict> claim = Operation.claim(request.token(), request.state(), request.hold());
        return pass(claim, request.token(), request.fingerprints(), () -> super.claim(request));
    }

    @Override
    public CompletionStage<Answers<Boolean>> renew(ClaimRequest request) {
        Operation<Boolean> renewal = Operation.renew(request.token(), request.state(), request.hold());
        return pass(renewal, request.token(), request.fingerprints(), () -> super.renew(request));
    }

    @Override
    public CompletionStage<Answers<Boolean>> release(
            List<Fingerprint> fingerprints, ClaimToken token, Duration timeLeft) {
        return pass(Operation.release(token), token, fingerprints, () -> super.release(fingerprints, token, timeLeft));
    }

    /** The store is the worker's, for longer than a call. */
    @Override
    public void close() {}

    private <V> CompletionStage<Answers<V>> pass(
            Operation<V> operation,
            ClaimToken token,
            List<Fingerprint> posts,
            Supplier<CompletionStage<Answers<V>>> request) {
        tokens.add(token);
        Fate now = tried.add(operation.name()) ? fate : Fate.ANSWERED;
        if (now == Fate.REQUEST_LOST) {
            return lost(operation);
        }
        Stopwatch stopwatch = stopwatches.get();
        return request.get()
                .whenComplete((answers, failure) -> keep(operation, posts, stopwatch.moment(), answers, failure))
                .thenCompose(answers ->
                        now == Fate.ANSWER_LOST ? lost(operation) : CompletableFuture.completedFuture(answers));
    }

    private <V> void keep(
            Operation<V> operation,
            List<Fingerprint> posts,
            Moment moment,
            @Nullable Answers<V> answers,
            @Nullable Throwable failure) {
        if (answers == null) {
            failures.add(failure == null ? new IllegalStateException(operation + " has no answer") : failure);
        } else if (Asker.failures(answers).isEmpty()) {
            exchanges.add(new Exchange<>(operation, posts, moment, Asker.values(answers)));
        } else {
            failures.addAll(Asker.failures(answers));
        }
    }

    private <V> CompletableFuture<Answers<V>> lost(Operation<V> operation) {
        return CompletableFuture.failedFuture(
                StoreException.retryable(name(), operation.name(), "lost on its way by the test", null));
    }
}
