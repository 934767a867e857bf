// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import dev.dedup.spi.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The items of one call, each with its verdict, in the order in which they were given.
 *
 * <p>Immutable, and as thread-safe as its items.
 *
 * @param <T> the kind of item
 */
public sealed class ClaimBatch<T> permits LeaseBatch {
    private final List<T> items;
    private final List<Verdict> verdicts;

    ClaimBatch(List<T> items, List<Verdict> verdicts) {
        this.items = items;
        this.verdicts = verdicts;
    }

    /**
     * Returns the number of items.
     *
     * @return how many items the call was given
     */
    public final int size() {
        return items.size();
    }

    /**
     * Returns all items.
     *
     * @return the items as they were given
     */
    public final List<T> items() {
        return items;
    }

    /**
     * Returns all verdicts.
     *
     * @return one verdict per item, in the order of {@link #items()}
     */
    public final List<Verdict> verdicts() {
        return verdicts;
    }

    /**
     * Returns the verdict on one item.
     *
     * @param index the item's place, from 0
     * @return the verdict
     * @throws IndexOutOfBoundsException if there is no such item
     */
    public final Verdict verdict(int index) {
        return verdicts.get(index);
    }

    /**
     * Says whether one item is the caller's.
     *
     * @param index the item's place, from 0
     * @return true if the verdict is {@link Verdict#CLAIMED}
     * @throws IndexOutOfBoundsException if there is no such item
     */
    public final boolean isClaimed(int index) {
        return verdict(index) == Verdict.CLAIMED;
    }

    /**
     * Returns the items that are the caller's.
     *
     * @return the claimed items, in order
     */
    public final List<T> claimed() {
        return with(Verdict.CLAIMED);
    }

    /**
     * Returns the items that somebody has confirmed before, or that stood earlier in this batch.
     *
     * @return the duplicates, in order
     */
    public final List<T> duplicates() {
        return with(Verdict.DUPLICATE);
    }

    /**
     * Returns the items that somebody works on, and which may come free again.
     *
     * @return the items in flight, in order
     */
    public final List<T> inFlight() {
        return with(Verdict.IN_FLIGHT);
    }

    /**
     * Returns the items the store gave no answer on.
     *
     * @return the unknown items, in order; empty unless the policy is {@link FailurePolicy#SKIP} or this is the batch of an
     *     {@link UnknownOutcomeException}
     */
    public final List<T> unknown() {
        return with(Verdict.UNKNOWN);
    }

    private List<T> with(Verdict verdict) {
        List<T> matching = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            if (verdicts.get(i) == verdict) {
                matching.add(items.get(i));
            }
        }
        return Collections.unmodifiableList(matching);
    }

    /**
     * Returns the number of items per verdict.
     *
     * @return a text for logs, without any item's content
     */
    @Override
    public String toString() {
        return getClass().getSimpleName() + "[claimed=" + claimed().size() + ", duplicate="
                + duplicates().size() + ", inFlight=" + inFlight().size() + ", unknown="
                + unknown().size() + "]";
    }
}
