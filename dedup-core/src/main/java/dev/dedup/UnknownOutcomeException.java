// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import dev.dedup.spi.ClaimToken;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A store did not say within the deadline what became of some items: it may hold them for this call, or not.
 *
 * <p>Do not take such an item for a duplicate. {@link #retry()} goes on with the same token, so that a claim which was applied
 * while its answer got lost is recognised. Claiming the item anew would use another token and might find the caller's own lost
 * claim: whoever cannot call {@code retry()} calls {@link #release()} before the item is queued again.
 */
public final class UnknownOutcomeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable UnfinishedCall call;

    UnknownOutcomeException(UnfinishedCall call, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.call = call;
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
     * @throws IllegalStateException if this exception was serialized, or the deduplicator is closed
     */
    public ClaimBatch<?> retry() {
        return call().retry();
    }

    /**
     * Does as {@link #retry()}, without blocking.
     *
     * @return a stage that completes with the whole batch, or with what {@code retry()} throws
     * @throws IllegalStateException if this exception was serialized
     */
    public CompletionStage<? extends ClaimBatch<?>> retryAsync() {
        return call().retryAsync();
    }

    /**
     * Gives back whatever the store holds of the unknown items under this call's token, so that anybody may claim them.
     *
     * @throws dev.dedup.spi.StoreException if the store still does not answer within the deadline
     * @throws IllegalStateException if this exception was serialized, or the deduplicator is closed
     */
    public void release() {
        call().release();
    }

    private UnfinishedCall call() {
        if (call == null) {
            throw new IllegalStateException("An UnknownOutcomeException that was serialized has lost its call;"
                    + " handle it in the process that threw it");
        }
        return call;
    }
}
