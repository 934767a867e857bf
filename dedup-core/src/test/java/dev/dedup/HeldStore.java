// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import dev.dedup.identity.Fingerprint;
import dev.dedup.memory.InMemoryClaimStore;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.StoreGuarantees;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A real store whose requests are applied and answered when the test says so. */
final class HeldStore implements ClaimStore {
    private final ClaimStore real = InMemoryClaimStore.create();
    private final List<Runnable> held = new ArrayList<>();
    private volatile boolean closed;

    synchronized void answerAll() {
        held.forEach(Runnable::run);
        held.clear();
    }

    @Override
    public CompletionStage<Answers<Verdict>> claim(ClaimRequest request) {
        return hold(() -> real.claim(request));
    }

    @Override
    public CompletionStage<Answers<Boolean>> renew(ClaimRequest request) {
        return hold(() -> real.renew(request));
    }

    @Override
    public CompletionStage<Answers<Boolean>> release(List<Fingerprint> keys, ClaimToken token, Duration timeLeft) {
        return hold(() -> real.release(keys, token, timeLeft));
    }

    @Override
    public CompletionStage<Answers<Optional<ClaimRecord>>> lookup(List<Fingerprint> keys, Duration timeLeft) {
        return hold(() -> real.lookup(keys, timeLeft));
    }

    @Override
    public CompletionStage<Answers<Boolean>> forget(List<Fingerprint> keys, Duration timeLeft) {
        return hold(() -> real.forget(keys, timeLeft));
    }

    private synchronized <V> CompletionStage<V> hold(Supplier<CompletionStage<V>> request) {
        CompletableFuture<V> answer = new CompletableFuture<>();
        held.add(() -> request.get().thenAccept(answer::complete));
        return answer;
    }

    @Override
    public StoreGuarantees guarantees() {
        return real.guarantees();
    }

    @Override
    public String name() {
        return "held";
    }

    @Override
    public int maximumBatchSize() {
        return real.maximumBatchSize();
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        real.close();
    }
}
