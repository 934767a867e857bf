// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import dev.dedup.spi.ClaimToken;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A store did not say within the deadline what became of some items: it may hold them for this call, or not.
 *
 * <p>Do not take such an item for a duplicate. {@link #retry()} goes on with the same token, so that a claim which was applied
 * while its answer got lost is recognised. Claiming the item anew would use another token and might find the caller's own lost
 * claim. Items of {@link #batch()} that are claimed are the caller's already: use them, or give them back.
 *
 * <p>Whoever can neither retry nor keep this exception gives the items back before they are queued again: {@link #release()} the
 * unknown ones, {@link #releaseAll()} the claimed ones too. That is second best for claims: a request that is still on its way may
 * reach the store after the release, and hold an item for nobody until the retention has passed. After a lease that does no harm,
 * for it lapses.
 *
 * <p>One successful {@link #retry()} settles the exception; a failed one throws a new exception to go on with. Thread-safe.
 */
public final class UnknownOutcomeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable UnfinishedCall call;
    private final transient AtomicBoolean settled = new AtomicBoolean();

    /** What was asked of the store. */
    public enum Operation {
        /** To claim items. */
        CLAIM,
        /** To lease items; under {@code processOnce}, the action has not run. */
        LEASE,
        /** To confirm leases; under {@code processOnce}, the action has run. */
        CONFIRM,
        /** To extend a lease. */
        EXTEND
    }

    UnknownOutcomeException(UnfinishedCall call, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.call = call;
    }

    /**
     * Returns what was asked of the store.
     *
     * @return the operation that {@link #retry()} goes on with
     * @throws IllegalStateException if this exception was serialized
     */
    public Operation operation() {
        return call().operation();
    }

    /**
     * Returns the items whose outcome is unknown.
     *
     * @return the items, in the order in which they were given
     * @throws IllegalStateException if this exception was serialized
     */
    public List<?> items() {
        return batch().unknown();
    }

    /**
     * Returns the token of the call.
     *
     * @return the token under which the store may hold the items
     * @throws IllegalStateException if this exception was serialized
     */
    public ClaimToken token() {
        return call().token();
    }

    /**
     * Returns all items of the call with the verdicts known so far.
     *
     * @return the batch, a {@link LeaseBatch} if the call was to lease; a confirmed or extended lease counts as claimed
     * @throws IllegalStateException if this exception was serialized
     */
    public ClaimBatch<?> batch() {
        return call().batch();
    }

    /**
     * Goes on with the same token, for the unknown items only, for one more deadline.
     *
     * @return the whole batch, now without unknown items; a {@link LeaseBatch} if the call was to lease
     * @throws UnknownOutcomeException if items are still unknown
     * @throws LeaseLostException if the call was to confirm or extend and a lease was lost
     * @throws IllegalStateException if this exception was serialized or is settled, or the deduplicator is closed
     */
    public ClaimBatch<?> retry() {
        ClaimBatch<?> batch = unsettled().retry();
        settled.set(true);
        return batch;
    }

    /**
     * Does as {@link #retry()}, without blocking.
     *
     * @return a stage that completes with the whole batch, or with what {@code retry()} throws
     * @throws IllegalStateException if this exception was serialized or is settled, or the deduplicator is closed
     */
    public CompletionStage<? extends ClaimBatch<?>> retryAsync() {
        return unsettled().retryAsync().thenApply(batch -> {
            settled.set(true);
            return batch;
        });
    }

    /**
     * Gives back whatever the store holds of the unknown items under this call's token, so that anybody may claim them.
     *
     * <p>Blocks for at most the deadline. The claimed items of {@link #batch()} stay the caller's.
     *
     * @throws dev.dedup.spi.StoreException if the store still does not answer within the deadline
     * @throws IllegalStateException if this exception was serialized or is settled, or the deduplicator is closed
     */
    public void release() {
        unsettled().release();
    }

    /**
     * Gives back whatever the store holds of all items of this call under its token, the claimed ones included.
     *
     * <p>Blocks for at most two deadlines. Call it only if none of the items was used.
     *
     * @throws dev.dedup.spi.StoreException if the store still does not answer within the deadline
     * @throws IllegalStateException if this exception was serialized or is settled, or the deduplicator is closed
     */
    public void releaseAll() {
        unsettled().releaseAll();
    }

    private UnfinishedCall unsettled() {
        UnfinishedCall unfinished = call();
        if (settled.get()) {
            throw new IllegalStateException("A retry of this call has succeeded; use its batch");
        }
        return unfinished;
    }

    private UnfinishedCall call() {
        if (call == null) {
            throw new IllegalStateException("An UnknownOutcomeException that was serialized has lost its call;"
                    + " handle it in the process that threw it");
        }
        return call;
    }
}
