// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Told what happens, for metrics.
 *
 * <p>Called on whichever thread the event occurs, after the fact; a listener must be thread-safe and quick. What it throws is
 * logged, errors included, and changes no verdict. Without a listener no event is counted and no latency is taken.
 */
public interface DedupListener {
    /**
     * Items became the caller's, as a claim or as a lease.
     *
     * @param items how many
     */
    default void onClaimed(int items) {}

    /**
     * Items were somebody else's, confirmed.
     *
     * @param items how many
     */
    default void onDuplicate(int items) {}

    /**
     * Items were known as duplicates without a request to the store, from {@link dev.dedup.memory.RecentDuplicates} in front of it.
     *
     * <p>They are among those of {@link #onDuplicate(int)} too, and not among those of {@link #onStoreRequest}. Their share of both, for
     * the operation {@code claim}, is the hit rate.
     *
     * @param items how many
     */
    default void onRecentDuplicate(int items) {}

    /**
     * Items were somebody else's, leased.
     *
     * @param items how many
     */
    default void onInFlight(int items) {}

    /**
     * The deadline passed without an answer on some items, and the policy was applied to them.
     *
     * @param items how many
     * @param policy what was made of them
     * @param cause the last failure, a refusal for good before one that might have passed; null if the store gave no reason
     */
    default void onUnknown(int items, FailurePolicy policy, @Nullable Throwable cause) {}

    /**
     * A store request failed and is about to be repeated.
     *
     * @param operation what was asked, such as {@code claim}
     * @param items how many fingerprints are asked again
     * @param attempt the number of the attempt that failed, from 1
     * @param cause the last failure
     */
    default void onRetry(String operation, int items, int attempt, @Nullable Throwable cause) {}

    /**
     * Leases were no longer held when they were confirmed or extended.
     *
     * @param items how many
     */
    default void onLeaseLost(int items) {}

    /**
     * A store request ended.
     *
     * @param operation what was asked, such as {@code claim}
     * @param items how many fingerprints it held
     * @param latency from sending to its end
     * @param failure why it failed, the first reason if there are several; null if the store answered for one of them at least
     */
    default void onStoreRequest(String operation, int items, Duration latency, @Nullable Throwable failure) {}
}
