// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * One item, held for a short time by the caller alone.
 *
 * <p>Confirm it when the item is safely stored. A lease that is neither confirmed nor released lapses by itself, and then another
 * worker gets the item. Thread-safe.
 *
 * <pre>{@code
 * try (Lease<Tweet> lease = dedup.tryLease(tweet).orElse(null)) {
 *     if (lease != null) {
 *         sink.write(tweet);
 *         lease.confirm();
 *     }
 * }
 * }</pre>
 *
 * @param <T> the kind of item
 */
public sealed interface Lease<T> extends AutoCloseable permits StoreLease {
    /**
     * Returns the leased item.
     *
     * @return the item as it was given
     */
    T item();

    /**
     * Turns the lease into a claim that is held for the retention, counted from now.
     *
     * <p>Confirming again has no effect. Atomic, and conditional on the lease being still held. Blocks for at most the deadline, or
     * two where the policy {@link FailurePolicy#CLAIM} had granted the lease. Under a policy other than {@link FailurePolicy#THROW} it
     * returns though the store did not answer; the lease then may lapse and the item be repeated.
     *
     * @throws LeaseLostException if the lease is no longer held
     * @throws UnknownOutcomeException if the store did not answer within the deadline and the policy is
     *     {@link FailurePolicy#THROW}; confirming again, or {@code retry()}, goes on
     * @throws IllegalStateException if the lease was released, or the deduplicator is closed
     */
    void confirm();

    /**
     * Holds the lease for a while longer.
     *
     * @param hold how long from now, at least a millisecond
     * @throws LeaseLostException if the lease is no longer held
     * @throws UnknownOutcomeException if the store did not answer within the deadline, whatever the policy; extending again, or
     *     {@code retry()}, goes on
     * @throws IllegalArgumentException if the time is less than a millisecond or more than 100 years
     * @throws IllegalStateException if the lease was confirmed or released, or the deduplicator is closed
     */
    void extend(Duration hold);

    /**
     * Gives the item back at once, so that anybody may claim it.
     *
     * <p>Releasing again, or releasing a lease that has lapsed, has no effect. If the store does not answer, the lease lapses by
     * itself; that is logged and not thrown, unless a confirmation was not answered either: then the store may hold the item for the
     * whole retention.
     *
     * @throws dev.dedup.spi.StoreException if neither an earlier confirmation nor this release was answered; release again
     * @throws IllegalStateException if the lease was confirmed, or the deduplicator is closed
     */
    void release();

    /**
     * Does as {@link #confirm()}, without blocking.
     *
     * @return a stage that completes when the lease is confirmed, or with what {@code confirm()} throws
     */
    CompletionStage<Void> confirmAsync();

    /**
     * Does as {@link #extend(Duration)}, without blocking.
     *
     * @param hold how long from now, at least a millisecond
     * @return a stage that completes when the lease is extended, or with what {@code extend()} throws
     */
    CompletionStage<Void> extendAsync(Duration hold);

    /**
     * Does as {@link #release()}, without blocking.
     *
     * @return a stage that completes when the store has answered or the deadline has passed
     */
    CompletionStage<Void> releaseAsync();

    /**
     * Releases the lease unless it was confirmed.
     *
     * <p>A lease whose confirmation the store did not answer is left alone, so that the confirmation is not undone. After the
     * deduplicator's end the lease is left to lapse. Closing again has no effect.
     */
    @Override
    void close();
}
