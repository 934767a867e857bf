// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.equivalence.ForwardingStore;
import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.StoreException;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The way of one deduplicator's call to a store, on which the first request of each operation, or its answer, may be lost. */
final class Line extends ForwardingStore {
    private final Fate fate;
    private final Set<String> tried = ConcurrentHashMap.newKeySet();
    private final Set<ClaimToken> tokens = ConcurrentHashMap.newKeySet();

    Line(ClaimStore store, Fate fate) {
        super(store);
        this.fate = fate;
    }

    /** The token that every request of the call carried. */
    ClaimToken token() {
        assertThat(tokens).as("tokens of one call").hasSize(1);
        return tokens.iterator().next();
    }

    @Override
    public CompletionStage<Answers<Verdict>> claim(ClaimRequest request) {
        return pass("claim", request.token(), () -> super.claim(request));
    }

    @Override
    public CompletionStage<Answers<Boolean>> renew(ClaimRequest request) {
        return pass("renew", request.token(), () -> super.renew(request));
    }

    @Override
    public CompletionStage<Answers<Boolean>> release(
            List<Fingerprint> fingerprints, ClaimToken token, Duration timeLeft) {
        return pass("release", token, () -> super.release(fingerprints, token, timeLeft));
    }

    /** The store is the worker's, for longer than a call. */
    @Override
    public void close() {}

    private <V> CompletionStage<Answers<V>> pass(
            String operation, ClaimToken token, Supplier<CompletionStage<Answers<V>>> request) {
        tokens.add(token);
        Fate now = tried.add(operation) ? fate : Fate.ANSWERED;
        return switch (now) {
            case ANSWERED -> request.get();
            case REQUEST_LOST -> lost(operation);
            case ANSWER_LOST -> request.get().thenCompose(answers -> lost(operation));
        };
    }

    private <V> CompletableFuture<Answers<V>> lost(String operation) {
        return CompletableFuture.failedFuture(
                StoreException.retryable(name(), operation, "lost on its way by the test", null));
    }
}
