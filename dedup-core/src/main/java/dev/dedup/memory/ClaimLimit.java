// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import dev.dedup.spi.StoreException;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the claims of all segments, expired ones until they are swept, and never lets them pass the maximum. */
final class ClaimLimit {
    private final long maximum;
    private final AtomicLong held = new AtomicLong();

    ClaimLimit(long maximum) {
        this.maximum = maximum;
    }

    long maximum() {
        return maximum;
    }

    long held() {
        return held.get();
    }

    /** Counts one more claim, unless there are as many as there may be. */
    boolean tryAcquire() {
        long current = held.get();
        while (current < maximum) {
            long seen = held.compareAndExchange(current, current + 1);
            if (seen == current) {
                return true;
            }
            current = seen;
        }
        return false;
    }

    /** Whether somebody has made room since a claim was refused. */
    boolean hasRoom() {
        return held.get() < maximum;
    }

    void release(int claims) {
        held.addAndGet(-claims);
    }

    StoreException reached() {
        return StoreException.permanent(
                InMemoryClaimStore.NAME,
                "claim",
                "the store holds " + maximum
                        + " live claims, which is its maximumClaims; raise maximumClaims (and the heap, at "
                        + HeapBudget.BYTES_PER_CLAIM + " bytes a claim), or hold claims for a shorter time",
                null);
    }
}
