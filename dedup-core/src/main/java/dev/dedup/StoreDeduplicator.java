// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.Verdict;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;

/** The blocking verbs: everything happens on the calling thread. */
final class StoreDeduplicator<T> implements Deduplicator<T> {
    private final Verbs<T> verbs;
    private final CallContext context;
    private final CallRunner runner;

    StoreDeduplicator(Verbs<T> verbs) {
        this.verbs = verbs;
        this.context = verbs.context();
        this.runner = context.blockingRunner();
    }

    @Override
    public boolean tryClaim(T item) {
        return Stages.join(verbs.claim(item, runner));
    }

    @Override
    public ClaimBatch<T> tryClaimAll(Collection<? extends T> items) {
        return Stages.join(verbs.claimAll(items, runner));
    }

    @Override
    public Optional<Lease<T>> tryLease(T item) {
        return Stages.join(verbs.lease(item, runner)).leases().stream().findFirst();
    }

    @Override
    public LeaseBatch<T> tryLeaseAll(Collection<? extends T> items) {
        return Stages.join(verbs.leaseAll(items, runner));
    }

    @Override
    public <X extends Exception> Outcome processOnce(T item, Action<? super T, X> action) throws X {
        Objects.requireNonNull(action, "action");
        LeaseBatch<T> batch = Stages.join(verbs.lease(item, runner));
        if (!batch.isClaimed(0)) {
            return notLeased(batch.verdict(0));
        }
        runOrRelease(batch, action);
        batch.confirm();
        return Outcome.PROCESSED;
    }

    @Override
    public Optional<ClaimRecord> lookup(T item) {
        return Stages.join(verbs.lookup(item, runner));
    }

    @Override
    public boolean forget(T item) {
        return Stages.join(verbs.forget(item, runner));
    }

    @Override
    public AsyncDeduplicator<T> async() {
        return new StoreAsyncDeduplicator<>(verbs);
    }

    @Override
    public void close() {
        context.close();
    }

    /** An item that the store did not answer for, and that the policy skips, may well be free: worth asking again. */
    static Outcome notLeased(Verdict verdict) {
        return verdict == Verdict.DUPLICATE ? Outcome.DUPLICATE : Outcome.IN_FLIGHT;
    }

    private <X extends Exception> void runOrRelease(LeaseBatch<T> batch, Action<? super T, X> action) throws X {
        boolean done = false;
        try {
            action.run(batch.items().get(0));
            done = true;
        } finally {
            if (!done) {
                releaseQuietly(batch);
            }
        }
    }

    /** The action's exception is the one that counts; a lease that stays behind lapses. */
    private void releaseQuietly(LeaseBatch<T> batch) {
        try {
            batch.release();
        } catch (RuntimeException | Error e) {
            context.events().releaseFailed(e);
        }
    }
}
