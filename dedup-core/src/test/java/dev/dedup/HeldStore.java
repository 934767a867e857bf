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

/** A real store whose claims are answered when the test says so. */
final class HeldStore implements ClaimStore {
    private final ClaimStore real = InMemoryClaimStore.create();
    private final List<Runnable> held = new ArrayList<>();

    void answerAll() {
        held.forEach(Runnable::run);
        held.clear();
    }

    @Override
    public CompletionStage<Answers<Verdict>> claim(ClaimRequest request) {
        CompletableFuture<Answers<Verdict>> answer = new CompletableFuture<>();
        held.add(() -> real.claim(request).thenAccept(answer::complete));
        return answer;
    }

    @Override
    public CompletionStage<Answers<Boolean>> renew(ClaimRequest request) {
        return real.renew(request);
    }

    @Override
    public CompletionStage<Answers<Boolean>> release(List<Fingerprint> keys, ClaimToken token, Duration timeLeft) {
        return real.release(keys, token, timeLeft);
    }

    @Override
    public CompletionStage<Answers<Optional<ClaimRecord>>> lookup(List<Fingerprint> keys, Duration timeLeft) {
        return real.lookup(keys, timeLeft);
    }

    @Override
    public CompletionStage<Answers<Boolean>> forget(List<Fingerprint> keys, Duration timeLeft) {
        return real.forget(keys, timeLeft);
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

    @Override
    public void close() {
        real.close();
    }
}
