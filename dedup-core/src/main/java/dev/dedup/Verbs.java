// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import dev.dedup.identity.Fingerprint;
import dev.dedup.identity.Fingerprinter;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimToken;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What the blocking and the asynchronous form have in common: each verb over any runner. */
record Verbs<T>(CallContext context, Fingerprinter<? super T> identity, Duration retention, Duration leaseTime) {
    CompletableFuture<ClaimBatch<T>> claimAll(Collection<? extends T> items, CallRunner runner) {
        return run(items, ClaimState.CONFIRMED, retention, runner);
    }

    CompletableFuture<LeaseBatch<T>> leaseAll(Collection<? extends T> items, CallRunner runner) {
        return run(items, ClaimState.LEASED, leaseTime, runner).thenApply(batch -> (LeaseBatch<T>) batch);
    }

    CompletableFuture<Boolean> claim(T item, CallRunner runner) {
        return claimAll(only(item), runner).thenApply(batch -> batch.isClaimed(0));
    }

    CompletableFuture<LeaseBatch<T>> lease(T item, CallRunner runner) {
        return leaseAll(only(item), runner);
    }

    CompletableFuture<Optional<ClaimRecord>> lookup(T item, CallRunner runner) {
        List<Fingerprint> keys = keys(item);
        StoreCall<Optional<ClaimRecord>> call = new StoreCall<>(
                "lookup",
                keys,
                (chunk, timeLeft, isRepetition) -> context.store().lookup(chunk, timeLeft),
                context);
        return context.run(call, runner).thenApply(Stages::onlyAnswer);
    }

    CompletableFuture<Boolean> forget(T item, CallRunner runner) {
        List<Fingerprint> keys = keys(item);
        StoreCall<Boolean> call = new StoreCall<>(
                "forget",
                keys,
                (chunk, timeLeft, isRepetition) -> context.store().forget(chunk, timeLeft),
                context);
        return context.run(call, runner).thenApply(Stages::onlyAnswer);
    }

    private CompletableFuture<ClaimBatch<T>> run(
            Collection<? extends T> items, ClaimState state, Duration hold, CallRunner runner) {
        context.requireOpen();
        Items<T> distinct = Items.of(items, identity);
        ClaimToken token = ClaimToken.random();
        LeaseCalls<T> leaseCalls = new LeaseCalls<>(context, retention);
        return new ClaimCall<>(distinct, token, state, leaseCalls, context.claim(distinct.keys(), token, state, hold))
                .run(runner);
    }

    private List<Fingerprint> keys(T item) {
        context.requireOpen();
        return List.of(identity.fingerprint(Objects.requireNonNull(item, "item")));
    }

    private List<T> only(T item) {
        return List.of(Objects.requireNonNull(item, "item"));
    }
}
