// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimToken;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** Confirms, extends and releases leases; the leases of one call share its token. */
record LeaseCalls<T>(CallContext context, Duration retention) {
    void confirm(List<StoreLease<T>> leases) {
        Stages.join(confirm(leases, context.blockingRunner()));
    }

    CompletableFuture<Void> confirmAsync(List<StoreLease<T>> leases) {
        return confirm(leases, context.asyncRunner());
    }

    void extend(StoreLease<T> lease, Duration hold) {
        Stages.join(extend(lease, hold, context.blockingRunner()));
    }

    CompletableFuture<Void> extendAsync(StoreLease<T> lease, Duration hold) {
        return extend(lease, hold, context.asyncRunner());
    }

    void release(List<StoreLease<T>> leases) {
        Stages.join(release(leases, StoreLease::beginRelease, context.blockingRunner()));
    }

    /** Releases what is left open; after the deduplicator's end it is left to lapse. */
    void close(List<StoreLease<T>> leases) {
        if (context.isOpen()) {
            Stages.join(release(leases, StoreLease::beginClose, context.blockingRunner()));
            return;
        }
        List<StoreLease<T>> left = those(leases, StoreLease::beginClose);
        if (!left.isEmpty()) {
            context.events().closedBeforeRelease(left.size());
        }
    }

    CompletableFuture<Void> releaseAsync(List<StoreLease<T>> leases) {
        return release(leases, StoreLease::beginRelease, context.asyncRunner());
    }

    /** Gives back whatever a token holds, and says so if the store does not answer. */
    void giveBack(List<Fingerprint> keys, ClaimToken token) {
        if (keys.isEmpty()) {
            return;
        }
        StoreCall<Boolean> done = Stages.join(context.run(context.release(keys, token), context.blockingRunner()));
        if (!done.isComplete()) {
            throw Stages.unanswered(done);
        }
    }

    private CompletableFuture<Void> confirm(List<StoreLease<T>> leases, CallRunner runner) {
        context.requireOpen();
        return renew(those(leases, StoreLease::beginConfirm), ClaimState.CONFIRMED, retention, runner);
    }

    private CompletableFuture<Void> extend(StoreLease<T> lease, Duration hold, CallRunner runner) {
        context.requireOpen();
        return renew(List.of(lease), ClaimState.LEASED, Holds.finite("The extension of a lease", hold), runner);
    }

    private CompletableFuture<Void> renew(
            List<StoreLease<T>> leases, ClaimState state, Duration hold, CallRunner runner) {
        if (leases.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return new RenewCall<>(leases, state, hold, context).run(runner).thenAccept(batch -> {});
    }

    private CompletableFuture<Void> release(
            List<StoreLease<T>> leases, Predicate<StoreLease<T>> begin, CallRunner runner) {
        context.requireOpen();
        List<StoreLease<T>> held = those(leases, begin);
        if (held.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return context.run(context.release(keys(held), held.get(0).token()), runner)
                .thenAccept(done -> released(held, done));
    }

    /** A lease that the store does not release lapses. A confirmation that was not answered may stay, and that must be said. */
    private void released(List<StoreLease<T>> leases, StoreCall<Boolean> done) {
        if (done.isComplete()) {
            return;
        }
        if (!those(leases, StoreLease::releaseUnanswered).isEmpty()) {
            throw Stages.unanswered(done);
        }
        context.events().releaseUnanswered(done);
    }

    static <T> List<Fingerprint> keys(List<StoreLease<T>> leases) {
        return leases.stream().map(StoreLease::key).toList();
    }

    private static <T> List<StoreLease<T>> those(List<StoreLease<T>> leases, Predicate<StoreLease<T>> condition) {
        return leases.stream().filter(condition).toList();
    }
}
