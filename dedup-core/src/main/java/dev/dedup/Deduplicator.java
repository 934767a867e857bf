// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import dev.dedup.identity.Fingerprinter;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimStore;
import dev.dedup.tweet.Tweet;
import dev.dedup.tweet.TweetIdentity;
import java.util.Collection;
import java.util.Optional;

/**
 * Claims each distinct item once, whoever asks, from whatever process, within the retention.
 *
 * <p>What is "distinct" is said by a {@link Fingerprinter}; where claims are held, by a {@link ClaimStore}. An error is never
 * taken for a duplicate: a call answers, or it throws, unless another {@link FailurePolicy} was chosen. Every call carries a random token, so a claim that was applied while its
 * answer got lost is recognised when the call is repeated, and within the deadline it is repeated by itself.
 *
 * <p>Thread-safe; one instance serves a whole process.
 *
 * @param <T> the kind of item
 */
public sealed interface Deduplicator<T> extends AutoCloseable permits StoreDeduplicator {
    /**
     * Starts a deduplicator of posts under the default identity, {@code handle+message/exact-1}.
     *
     * @param store where claims are held; {@link #close()} closes it
     * @return a builder
     */
    static DeduplicatorBuilder<Tweet> forTweets(ClaimStore store) {
        return new DeduplicatorBuilder<>(store, TweetIdentity.of("handle+message/exact-1"));
    }

    /**
     * Starts a deduplicator of any kind of item.
     *
     * @param store where claims are held; {@link #close()} closes it
     * @param identity what makes two items the same
     * @param <T> the kind of item
     * @return a builder
     */
    static <T> DeduplicatorBuilder<T> forItems(ClaimStore store, Fingerprinter<? super T> identity) {
        return new DeduplicatorBuilder<>(store, identity);
    }

    /**
     * Claims an item, at once and for the whole retention.
     *
     * <p>True for exactly one caller per identity and retention window. A worker that dies between the claim and its own use of
     * the item takes the item with it; {@link #processOnce} does not. Blocks for at most the deadline; an interrupt is heeded between
     * requests. What the fingerprinter throws comes out unchanged, with nothing claimed; so with all verbs.
     *
     * @param item the item
     * @return true if the item is the caller's; false if somebody has claimed or leased it; an unknown one under
     *     {@link FailurePolicy#CLAIM} gives true and under {@link FailurePolicy#SKIP} false
     * @throws UnknownOutcomeException if the store did not answer within the deadline and the policy is
     *     {@link FailurePolicy#THROW}, or the thread was interrupted
     * @throws NullPointerException if the item is null
     * @throws IllegalStateException if this deduplicator is closed
     */
    boolean tryClaim(T item);

    /**
     * Claims many items in as few round trips as the store allows.
     *
     * <p>The verdicts are those that single claims would give in some order. Of equal items in one batch the first may win and the
     * others are duplicates of it. A batch of any size works; one item's failure changes no other's verdict. The deadline bounds
     * the time without any answer, not the whole batch. Not atomic over the batch.
     *
     * @param items the items
     * @return a verdict per item, in order
     * @throws UnknownOutcomeException if the store did not answer on some items within the deadline and the policy is
     *     {@link FailurePolicy#THROW}, or the thread was interrupted; the claimed items of its batch are the caller's all the same
     * @throws NullPointerException if an item is null; nothing is claimed then
     * @throws IllegalStateException if this deduplicator is closed
     */
    ClaimBatch<T> tryClaimAll(Collection<? extends T> items);

    /**
     * Leases an item for the lease time.
     *
     * <p>The lease time counts from the first request that reaches the store, so a lease that took several attempts, or a {@code
     * retry()}, is that much shorter.
     *
     * @param item the item
     * @return the lease, or empty if somebody has claimed or leased the item, or if it is unknown under {@link FailurePolicy#SKIP}
     * @throws UnknownOutcomeException as {@link #tryClaim} does; a lease that was applied lapses by itself
     * @throws NullPointerException if the item is null
     * @throws IllegalStateException if this deduplicator is closed
     */
    Optional<Lease<T>> tryLease(T item);

    /**
     * Leases many items in as few round trips as the store allows.
     *
     * <p>As {@link #tryClaimAll}; of equal items in one batch the others are in flight while the first is leased.
     *
     * @param items the items
     * @return a verdict per item, in order, and a lease per claimed one
     * @throws UnknownOutcomeException as {@link #tryClaimAll} does
     * @throws NullPointerException if an item is null; nothing is leased then
     * @throws IllegalStateException if this deduplicator is closed
     */
    LeaseBatch<T> tryLeaseAll(Collection<? extends T> items);

    /**
     * Runs an action on an item unless somebody has done so: lease, run, confirm.
     *
     * <p>A crash lets the lease lapse, and another worker gets the item; so an item is never lost, and its action may run again if
     * a worker dies between the action's effect and the confirmation, or takes longer than the lease time.
     *
     * @param item the item
     * @param action what to do with it; its exception releases the lease and comes out unchanged
     * @param <X> what the action may throw
     * @return what was done
     * @throws X what the action threw
     * @throws UnknownOutcomeException if the store did not answer within the deadline and the policy is
     *     {@link FailurePolicy#THROW}: before the action, with nothing done, or after it, and then {@code retry()} confirms; its
     *     {@code operation()} says which
     * @throws LeaseLostException if the action took longer than the lease; it has run, and may be run again by somebody else
     * @throws NullPointerException if the item is null
     * @throws IllegalStateException if this deduplicator is closed
     */
    <X extends Exception> Outcome processOnce(T item, Action<? super T, X> action) throws X;

    /**
     * Returns how an item is held.
     *
     * @param item the item
     * @return the live claim, by the store's clock, or empty if the item is free
     * @throws dev.dedup.spi.StoreException if the store did not answer within the deadline
     * @throws NullPointerException if the item is null
     * @throws IllegalStateException if this deduplicator is closed
     */
    Optional<ClaimRecord> lookup(T item);

    /**
     * Gives an item back to the world, whoever holds it.
     *
     * <p>A request that was given up may still reach the store later, and then removes whoever's claim it finds.
     *
     * @param item the item
     * @return true if a live claim was removed; after a repeated request possibly false though this call removed it
     * @throws dev.dedup.spi.StoreException if the store did not answer within the deadline
     * @throws NullPointerException if the item is null
     * @throws IllegalStateException if this deduplicator is closed
     */
    boolean forget(T item);

    /**
     * Returns the same verbs without blocking, on the same store and settings.
     *
     * @return the asynchronous form, closed with this one
     */
    AsyncDeduplicator<T> async();

    /**
     * Closes the store this was built on, unless it was given in {@link ClaimStore#shared()} form.
     *
     * <p>No call begins any more; those under way are waited for, up to one deadline. An {@link UnknownOutcomeException} or a lease
     * cannot be used afterwards. Closing again has no effect.
     */
    @Override
    void close();

    /**
     * What to do with an item once.
     *
     * @param <T> the kind of item
     * @param <X> what it may throw
     */
    @FunctionalInterface
    interface Action<T, X extends Exception> {
        /**
         * Does the work.
         *
         * @param item the item
         * @throws X whatever went wrong; the item is given back then
         */
        void run(T item) throws X;
    }
}
