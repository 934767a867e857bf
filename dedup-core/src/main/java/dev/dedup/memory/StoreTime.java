// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What this process's time is when the store's clock shows a given instant.
 *
 * <p>The store is asked in the words that every store has: a lease of a random fingerprint is looked up. When it expires, less what
 * it was asked to be held for, is what the store's clock showed after the request was sent.
 */
final class StoreTime {
    private static final Duration HOLD = Duration.ofMinutes(1);
    private static final long FRESH_MILLIS = Duration.ofMinutes(10).toMillis();

    private final ClaimStore store;
    private final ForwardTime time;
    private CompletableFuture<Reading> latest =
            CompletableFuture.failedFuture(new IllegalStateException("There is no reading yet"));

    StoreTime(ClaimStore store, ForwardTime time) {
        this.store = store;
        this.time = time;
    }

    /**
     * One reading of the store's clock.
     *
     * @param store what it showed, in milliseconds since 1970
     * @param here when that was at the earliest, by {@link ForwardTime}
     */
    record Reading(long store, long here) {
        /** A time here at which the store's clock does not yet show more than an instant. */
        long here(Instant instant) {
            return here + instant.toEpochMilli() - store;
        }
    }

    /** A reading of the last minutes, one for all who ask at a time; fails if the store does not answer in time. */
    @SuppressWarnings({"FutureReturnValueIgnored", "ReferenceEquality"
    }) // all ends in the reading; one is the other or is not
    CompletableFuture<Reading> reading(Duration timeLeft) {
        CompletableFuture<Reading> next = new CompletableFuture<>();
        CompletableFuture<Reading> current = replaceUseless(next);
        if (current == next) {
            next.orTimeout(timeLeft.toNanos(), TimeUnit.NANOSECONDS);
            read(timeLeft.dividedBy(2)).whenComplete((reading, failure) -> settle(next, reading, failure));
        }
        return current;
    }

    private synchronized CompletableFuture<Reading> replaceUseless(CompletableFuture<Reading> next) {
        if (!isOfUse(latest)) {
            latest = next;
        }
        return latest;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a lease that is not released lapses
    private CompletionStage<Reading> read(Duration timeLeft) {
        List<Fingerprint> probe = List.of(
                Fingerprint.of(ClaimToken.random().value(), ClaimToken.random().value()));
        ClaimToken token = ClaimToken.random();
        long sent = time.millis();
        return store.claim(new ClaimRequest(probe, token, ClaimState.LEASED, HOLD, timeLeft))
                .thenCompose(claimed -> store.lookup(probe, timeLeft))
                .thenApply(found -> {
                    store.release(probe, token, timeLeft);
                    return new Reading(expiry(found, token) - HOLD.toMillis(), sent);
                });
    }

    private long expiry(Answers<Optional<ClaimRecord>> found, ClaimToken token) {
        return Optional.ofNullable(found.value(0))
                .flatMap(lease -> lease)
                .filter(lease -> lease.token().equals(token))
                .flatMap(ClaimRecord::expiresAt)
                .orElseThrow(() -> StoreException.retryable(
                        store.name(), "lookup", "a lease that was just taken is not held", found.failure(0)))
                .toEpochMilli();
    }

    private boolean isOfUse(CompletableFuture<Reading> reading) {
        if (!reading.isDone()) {
            return true;
        }
        return !reading.isCompletedExceptionally()
                && time.millis() - reading.join().here() < FRESH_MILLIS;
    }

    private static void settle(
            CompletableFuture<Reading> next, @Nullable Reading reading, @Nullable Throwable failure) {
        if (failure != null) {
            next.completeExceptionally(failure);
        } else {
            next.complete(reading);
        }
    }
}
