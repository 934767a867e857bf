// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import dev.dedup.spi.ClaimRecord;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The verbs of {@link Deduplicator} without blocking: same promises, same deadline, same policy.
 *
 * <p>Stages complete exceptionally with what the blocking verb throws. On a store whose client does not block, no thread waits; a
 * blocking store is called on the executor given to the builder, and the deadline counts from when a thread takes the call. Null items
 * and closed deduplicators are refused at once, by an exception of the call itself; an executor that refuses fails the stage.
 *
 * <p>What follows on a stage, an action included, may run on a thread of the store's client, which waits for nothing else meanwhile:
 * do not block there, and use the asynchronous verbs. Giving a stage a time-out of one's own, or cancelling it, stops no request and
 * throws its verdict and token away: an item may stay claimed for nobody. Set the deadline instead. Thread-safe.
 *
 * @param <T> the kind of item
 */
public sealed interface AsyncDeduplicator<T> permits StoreAsyncDeduplicator {
    /**
     * Does as {@link Deduplicator#tryClaim(Object)}.
     *
     * @param item the item
     * @return true for exactly one caller per identity and retention window
     */
    CompletionStage<Boolean> tryClaim(T item);

    /**
     * Does as {@link Deduplicator#tryClaimAll(Collection)}.
     *
     * @param items the items
     * @return a verdict per item, in order
     */
    CompletionStage<ClaimBatch<T>> tryClaimAll(Collection<? extends T> items);

    /**
     * Does as {@link Deduplicator#tryLease(Object)}.
     *
     * @param item the item
     * @return the lease, or empty if the item is somebody else's
     */
    CompletionStage<Optional<Lease<T>>> tryLease(T item);

    /**
     * Does as {@link Deduplicator#tryLeaseAll(Collection)}.
     *
     * @param items the items
     * @return a verdict per item, in order, and a lease per claimed one
     */
    CompletionStage<LeaseBatch<T>> tryLeaseAll(Collection<? extends T> items);

    /**
     * Does as {@link Deduplicator#processOnce(Object, Deduplicator.Action)}, with an action that completes later.
     *
     * @param item the item
     * @param action what to do with it; the lease is confirmed when its stage completes, and released when the action throws or
     *     its stage completes exceptionally, which the returned stage then does too
     * @return what was done
     */
    CompletionStage<Outcome> processOnce(T item, Function<? super T, ? extends CompletionStage<?>> action);

    /**
     * Does as {@link Deduplicator#lookup(Object)}.
     *
     * @param item the item
     * @return the live claim, or empty
     */
    CompletionStage<Optional<ClaimRecord>> lookup(T item);

    /**
     * Does as {@link Deduplicator#forget(Object)}.
     *
     * @param item the item
     * @return true if a live claim was removed
     */
    CompletionStage<Boolean> forget(T item);
}
