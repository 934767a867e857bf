// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log and the listener what happened; a listener's exception stays here. */
final class Events {
    private static final Logger LOG = LoggerFactory.getLogger(Deduplicator.class);

    private final @Nullable DedupListener listener;

    Events(@Nullable DedupListener listener) {
        this.listener = listener;
    }

    boolean areHeard() {
        return listener != null;
    }

    void verdicts(Map<Verdict, Integer> counts) {
        if (listener != null) {
            tell(counts.getOrDefault(Verdict.CLAIMED, 0), listener::onClaimed);
            tell(counts.getOrDefault(Verdict.DUPLICATE, 0), listener::onDuplicate);
            tell(counts.getOrDefault(Verdict.IN_FLIGHT, 0), listener::onInFlight);
        }
    }

    void recentDuplicates(int items) {
        if (listener != null) {
            tell(items, listener::onRecentDuplicate);
        }
    }

    void unknown(StoreCall<?> call, int items, FailurePolicy policy) {
        LOG.warn("{}; the policy {} is applied to {} items", call.summary(), policy, items, call.lastFailure());
        if (listener != null) {
            tell(items, count -> listener.onUnknown(count, policy, call.lastFailure()));
        }
    }

    void releaseUnanswered(StoreCall<?> call) {
        LOG.warn("{}; the leases lapse by themselves", call.summary(), call.lastFailure());
    }

    void closedBeforeRelease(int leases) {
        LOG.warn("{} leases were closed after their deduplicator; they lapse by themselves", leases);
    }

    void releaseFailed(Throwable failure) {
        LOG.warn("A lease could not be released after its action had failed; it lapses by itself", failure);
    }

    void retry(StoreCall<?> call, int items, Duration pause) {
        if (LOG.isDebugEnabled()) {
            LOG.debug("{}; asking again in {}", call.summary(), pause, call.lastFailure());
        }
        if (listener != null) {
            tell(items, count -> listener.onRetry(call.operation(), count, call.attempt(), call.lastFailure()));
        }
    }

    void leaseLost(String message, int items) {
        LOG.warn("{}", message);
        if (listener != null) {
            tell(items, listener::onLeaseLost);
        }
    }

    void storeRequest(String operation, int items, Duration latency, @Nullable Throwable failure) {
        if (listener != null) {
            tell(items, count -> listener.onStoreRequest(operation, count, latency, failure));
        }
    }

    private static void tell(int items, IntConsumer event) {
        if (items == 0) {
            return;
        }
        try {
            event.accept(items);
        } catch (RuntimeException | Error e) {
            LOG.warn("A DedupListener threw an exception, which changes no verdict", e);
        }
    }
}
