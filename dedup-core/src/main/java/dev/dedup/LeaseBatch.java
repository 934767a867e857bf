// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import dev.dedup.spi.Verdict;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The items of one {@code tryLeaseAll}: a verdict for each, and a lease for each claimed one.
 *
 * <p>Confirming or releasing the batch asks the store once for many leases. Leases may also be confirmed or released one by one;
 * the batch then deals with the rest. Thread-safe.
 *
 * @param <T> the kind of item
 */
public final class LeaseBatch<T> extends ClaimBatch<T> implements AutoCloseable {
    private final List<StoreLease<T>> leases;
    private final LeaseCalls<T> calls;

    LeaseBatch(List<T> items, List<Verdict> verdicts, List<StoreLease<T>> leases, LeaseCalls<T> calls) {
        super(items, verdicts);
        this.leases = leases;
        this.calls = calls;
    }

    /**
     * Returns the leases of the claimed items.
     *
     * @return one lease per item of {@link #claimed()}, in the same order
     */
    public List<Lease<T>> leases() {
        return List.copyOf(leases);
    }

    /**
     * Confirms every lease that is neither confirmed nor released.
     *
     * <p>Each lease stands for itself: those that can be confirmed are, whatever becomes of the others.
     *
     * @throws LeaseLostException if some leases were no longer held; all others are confirmed
     * @throws UnknownOutcomeException if the store did not answer on some within the deadline and the policy is
     *     {@link FailurePolicy#THROW}; confirming again, or {@code retry()}, goes on with those
     * @throws IllegalStateException if the deduplicator is closed
     */
    public void confirm() {
        calls.confirm(leases);
    }

    /**
     * Does as {@link #confirm()}, without blocking.
     *
     * @return a stage that completes when all are confirmed, or with what {@code confirm()} throws
     */
    public CompletionStage<Void> confirmAsync() {
        return calls.confirmAsync(leases);
    }

    /**
     * Gives back every lease that is neither confirmed nor released.
     *
     * <p>If the store does not answer, the leases lapse by themselves; that is logged and not thrown, unless a confirmation was not
     * answered either: then the store may hold items for the whole retention.
     *
     * @throws dev.dedup.spi.StoreException if neither an earlier confirmation nor this release was answered; release again
     * @throws IllegalStateException if the deduplicator is closed
     */
    public void release() {
        calls.release(leases);
    }

    /**
     * Does as {@link #release()}, without blocking.
     *
     * @return a stage that completes when the store has answered or the deadline has passed
     */
    public CompletionStage<Void> releaseAsync() {
        return calls.releaseAsync(leases);
    }

    /** Releases every lease that nobody tried to confirm. Closing again has no effect. */
    @Override
    public void close() {
        calls.close(leases);
    }
}
