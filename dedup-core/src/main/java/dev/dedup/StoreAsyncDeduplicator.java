// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import dev.dedup.spi.ClaimRecord;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The verbs without blocking. */
final class StoreAsyncDeduplicator<T> implements AsyncDeduplicator<T> {
    private final Verbs<T> verbs;
    private final CallRunner runner;

    StoreAsyncDeduplicator(Verbs<T> verbs) {
        this.verbs = verbs;
        this.runner = verbs.context().asyncRunner();
    }

    @Override
    public CompletableFuture<Boolean> tryClaim(T item) {
        return verbs.claim(item, runner);
    }

    @Override
    public CompletableFuture<ClaimBatch<T>> tryClaimAll(Collection<? extends T> items) {
        return verbs.claimAll(items, runner);
    }

    @Override
    public CompletableFuture<Optional<Lease<T>>> tryLease(T item) {
        return verbs.lease(item, runner)
                .thenApply(batch -> batch.leases().stream().findFirst());
    }

    @Override
    public CompletableFuture<LeaseBatch<T>> tryLeaseAll(Collection<? extends T> items) {
        return verbs.leaseAll(items, runner);
    }

    @Override
    public CompletableFuture<Outcome> processOnce(T item, Function<? super T, ? extends CompletionStage<?>> action) {
        Objects.requireNonNull(action, "action");
        return verbs.lease(item, runner)
                .thenCompose(batch -> batch.isClaimed(0)
                        ? process(batch, action)
                        : CompletableFuture.completedFuture(StoreDeduplicator.notLeased(batch.verdict(0))));
    }

    @Override
    public CompletableFuture<Optional<ClaimRecord>> lookup(T item) {
        return verbs.lookup(item, runner);
    }

    @Override
    public CompletableFuture<Boolean> forget(T item) {
        return verbs.forget(item, runner);
    }

    private CompletableFuture<Outcome> process(
            LeaseBatch<T> batch, Function<? super T, ? extends CompletionStage<?>> action) {
        return start(batch.items().get(0), action)
                .handle((result, failure) -> failure == null
                        ? batch.confirmAsync().thenApply(confirmed -> Outcome.PROCESSED)
                        : releaseAndFail(batch, failure))
                .thenCompose(outcome -> outcome)
                .toCompletableFuture();
    }

    private CompletionStage<?> start(T item, Function<? super T, ? extends CompletionStage<?>> action) {
        try {
            return Objects.requireNonNull(action.apply(item), "the stage that the action returned");
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** The action's exception is the one that counts; a lease that stays behind lapses. */
    private CompletionStage<Outcome> releaseAndFail(LeaseBatch<T> batch, Throwable failure) {
        CompletableFuture<Outcome> failed = CompletableFuture.failedFuture(failure);
        return release(batch)
                .handle((released, releaseFailure) -> releaseFailure)
                .thenCompose(releaseFailure -> {
                    if (releaseFailure != null) {
                        verbs.context().events().releaseFailed(releaseFailure);
                    }
                    return failed;
                });
    }

    private CompletionStage<Void> release(LeaseBatch<T> batch) {
        try {
            return batch.releaseAsync();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
