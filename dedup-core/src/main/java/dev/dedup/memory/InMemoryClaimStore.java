// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.StoreException;
import dev.dedup.spi.StoreGuarantees;
import dev.dedup.spi.StoreGuarantees.Clock;
import dev.dedup.spi.StoreGuarantees.Guarantee;
import dev.dedup.spi.Verdict;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Holds claims on the heap of this process: exact, quick, and gone when the process ends.
 *
 * <p><b>Exact.</b> The whole fingerprint, the token and the expiry to the millisecond are kept, and a live claim is never dropped
 * to make room. At {@code maximumClaims} live claims a new one fails with a permanent {@link StoreException} for its fingerprint;
 * claims under their own token, renewals and all other operations go on. Expired claims are swept before anything is refused.
 *
 * <p><b>Clock.</b> Expiry is judged by the injected {@link InstantSource}, to the millisecond, as a part of each operation. A hold
 * that would end more than 146 million years after 1970 ends there.
 *
 * <p><b>Clean-up.</b> There is no thread. Each new claim sweeps at most eight neighbouring slots; a part of the table is swept as a
 * whole before it grows, and shrinks when it is mostly empty. A store that gets no new claims keeps the memory of expired ones.
 *
 * <p><b>Threads.</b> All methods are thread-safe. Claim, renew, release, forget and lookup are linearizable for each fingerprint,
 * and the maximum holds at every moment; a batch is not atomic as a whole. Operations complete on the calling thread before they
 * return and wait for nothing but other threads' operations on the same one of 64 to 8,192 segments: microseconds each, and about a
 * millisecond where a segment grows or a full store is swept.
 *
 * <p><b>Memory.</b> At most 48 bytes of heap per confirmed claim in a store of millions, growth included; an empty store takes
 * less than 40 kB (with compressed references).
 *
 * <p><b>Errors.</b> After {@link #close()} each operation is a failed stage with a permanent {@link StoreException}. Where the heap
 * has no room for the table to grow, the fingerprint fails with a retryable one and the table stays as it is.
 */
public final class InMemoryClaimStore implements ClaimStore {
    static final String NAME = "memory";

    private static final int MAXIMUM_BATCH_SIZE = 65_536;

    private static final StoreGuarantees GUARANTEES = StoreGuarantees.builder(Clock.INJECTED)
            .excludes(Guarantee.SURVIVES_RESTART, "Claims are on the heap and end with the process.")
            .excludes(Guarantee.SURVIVES_FAILOVER, "Claims are on the heap of one process and are copied nowhere.")
            .promises(Guarantee.NEVER_EVICTS, "A store that has reached maximumClaims fails instead of forgetting.")
            .excludes(Guarantee.JOINS_TRANSACTION, "There is no transaction to join; release a claim to give it back.")
            .promises(Guarantee.HOLDS_FOREVER, "A claim without an end is kept until it is released or forgotten.")
            .build();

    private volatile @Nullable ClaimTable table;

    InMemoryClaimStore(ClaimTable table) {
        this.table = table;
    }

    /**
     * Returns an empty store with the system's clock and a maximum that fits the heap.
     *
     * @return a store that nobody else uses
     */
    public static InMemoryClaimStore create() {
        return builder().build();
    }

    /**
     * Returns a builder for a store with another clock or another maximum.
     *
     * @return a builder with the defaults, for one thread
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * {@inheritDoc}
     *
     * @throws NullPointerException if the request is null
     */
    @Override
    public CompletionStage<Answers<Verdict>> claim(ClaimRequest request) {
        Terms terms = Terms.of(request);
        return answer("claim", request.fingerprints(), (table, fingerprint) -> table.claim(fingerprint, terms));
    }

    /**
     * {@inheritDoc}
     *
     * @throws NullPointerException if the request is null
     */
    @Override
    public CompletionStage<Answers<Boolean>> renew(ClaimRequest request) {
        Terms terms = Terms.of(request);
        return answer("renew", request.fingerprints(), (table, fingerprint) -> table.renew(fingerprint, terms));
    }

    /**
     * {@inheritDoc}
     *
     * @throws NullPointerException if an argument is null
     */
    @Override
    public CompletionStage<Answers<Boolean>> release(
            List<Fingerprint> fingerprints, ClaimToken token, Duration timeLeft) {
        Objects.requireNonNull(timeLeft, "timeLeft");
        long owner = token.value();
        return answer("release", List.copyOf(fingerprints), (table, fingerprint) -> table.release(fingerprint, owner));
    }

    /**
     * {@inheritDoc}
     *
     * @throws NullPointerException if an argument is null
     */
    @Override
    public CompletionStage<Answers<Optional<ClaimRecord>>> lookup(List<Fingerprint> fingerprints, Duration timeLeft) {
        Objects.requireNonNull(timeLeft, "timeLeft");
        return answer("lookup", List.copyOf(fingerprints), ClaimTable::lookup);
    }

    /**
     * {@inheritDoc}
     *
     * @throws NullPointerException if an argument is null
     */
    @Override
    public CompletionStage<Answers<Boolean>> forget(List<Fingerprint> fingerprints, Duration timeLeft) {
        Objects.requireNonNull(timeLeft, "timeLeft");
        return answer("forget", List.copyOf(fingerprints), ClaimTable::forget);
    }

    @Override
    public StoreGuarantees guarantees() {
        return GUARANTEES;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int maximumBatchSize() {
        return MAXIMUM_BATCH_SIZE;
    }

    @Override
    public void close() {
        table = null;
    }

    private <V> CompletionStage<Answers<V>> answer(
            String operation, List<Fingerprint> fingerprints, Question<V> question) {
        ClaimTable open = table;
        return open == null
                ? CompletableFuture.failedFuture(closed(operation))
                : CompletableFuture.completedFuture(question.askAll(open, operation, fingerprints));
    }

    private static StoreException closed(String operation) {
        return StoreException.permanent(NAME, operation, "the store is closed; open a new one", null);
    }

    /** Sets up a store; for one thread. */
    public static final class Builder {
        private final long heapBytes = Runtime.getRuntime().maxMemory();
        private InstantSource clock = InstantSource.system();
        private long maximumClaims = HeapBudget.defaultMaximum(heapBytes);

        private Builder() {}

        /**
         * Sets the clock that decides when a claim has expired; by default the system's.
         *
         * <p>It is read once for each fingerprint while other claims may wait, so it answers quickly, from any thread, and without
         * calling the store. Should it throw, the fingerprint fails with a permanent {@link StoreException}.
         *
         * @param clock the clock
         * @return this builder
         * @throws NullPointerException if the clock is null
         */
        public Builder clock(InstantSource clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Sets how many live claims the store holds at most; by default as many as fit three quarters of the maximum heap, at 48
         * bytes each.
         *
         * @param maximumClaims the limit, at least 1
         * @return this builder
         * @throws IllegalArgumentException if the limit is less than 1, or the maximum heap has no room for so many claims at 48
         *     bytes each
         */
        public Builder maximumClaims(long maximumClaims) {
            this.maximumClaims = HeapBudget.requireRoom(maximumClaims, heapBytes);
            return this;
        }

        /**
         * Returns a new, empty store.
         *
         * @return a store that nobody else uses
         */
        public InMemoryClaimStore build() {
            long seed = new SecureRandom().nextLong();
            return new InMemoryClaimStore(new ClaimTable(new StoreClock(clock), maximumClaims, seed));
        }
    }
}
