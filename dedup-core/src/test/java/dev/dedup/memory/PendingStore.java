// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import dev.dedup.identity.Fingerprint;
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
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A real store far away: each request is applied when the test says so, and answered later when it says so. For one thread. */
final class PendingStore implements ClaimStore {
    private final ClaimStore real;
    private final List<Pending<?>> pending = new ArrayList<>();

    PendingStore(ClaimStore real) {
        this.real = real;
    }

    private static final class Pending<V> {
        private final Supplier<CompletionStage<V>> request;
        private final CompletableFuture<V> answer = new CompletableFuture<>();
        private @Nullable CompletionStage<V> applied;

        Pending(Supplier<CompletionStage<V>> request) {
            this.request = request;
        }

        void apply() {
            applied = request.get();
        }

        void answer() {
            answer.complete(
                    Objects.requireNonNull(applied).toCompletableFuture().join());
        }
    }

    /** Applies the request at a place, or answers it if that is done. */
    void goOn(int place) {
        if (!pending.isEmpty()) {
            int chosen = place % pending.size();
            if (pending.get(chosen).applied == null) {
                apply(chosen);
            } else {
                answer(chosen);
            }
        }
    }

    /** The request that came last. */
    Object latest() {
        return pending.get(pending.size() - 1);
    }

    boolean isPending(@Nullable Object request) {
        return pending.contains(request);
    }

    int size() {
        return pending.size();
    }

    void apply(int place) {
        pending.get(place).apply();
    }

    void answer(int place) {
        pending.remove(place).answer();
    }

    void finish(int place) {
        apply(place);
        answer(place);
    }

    /** Lets a request be applied if it is not yet, and never answers it. */
    void loseAnswer(int place) {
        Pending<?> chosen = pending.remove(place);
        if (chosen.applied == null) {
            chosen.apply();
        }
    }

    /** Lets all requests go on until nothing is under way. */
    void settle() {
        while (!pending.isEmpty()) {
            goOn(0);
        }
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

    @Override
    public StoreGuarantees guarantees() {
        return real.guarantees();
    }

    @Override
    public String name() {
        return "pending";
    }

    @Override
    public int maximumBatchSize() {
        return real.maximumBatchSize();
    }

    @Override
    public void close() {
        real.close();
    }

    private <V> CompletionStage<V> hold(Supplier<CompletionStage<V>> request) {
        Pending<V> held = new Pending<>(request);
        pending.add(held);
        return held.answer;
    }
}
