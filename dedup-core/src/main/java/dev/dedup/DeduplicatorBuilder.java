// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import dev.dedup.identity.Fingerprinter;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.StoreGuarantees.Guarantee;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Collects the settings of a {@link Deduplicator}; every setting but the store has a default.
 *
 * <p>For one thread. Settings are checked when they are given, and against the store by {@link #build()}; null is refused with a
 * {@link NullPointerException}.
 *
 * @param <T> the kind of item
 */
public final class DeduplicatorBuilder<T> {
    private static final Duration LONGEST_DEADLINE = Duration.ofDays(1);

    private final ClaimStore store;
    private Fingerprinter<? super T> identity;
    private Duration retention = Duration.ofDays(2);
    private Duration leaseTime = Duration.ofMinutes(1);
    private Duration deadline = Duration.ofSeconds(2);
    private FailurePolicy policy = FailurePolicy.THROW;
    private @Nullable DedupListener listener;
    private @Nullable Executor executor;
    private Timing timing = Timing.SYSTEM;

    DeduplicatorBuilder(ClaimStore store, Fingerprinter<? super T> identity) {
        this.store = Objects.requireNonNull(store, "store");
        this.identity = Objects.requireNonNull(identity, "identity");
    }

    /**
     * Sets how long a claim is held once it is made or its lease confirmed; 48 hours by default.
     *
     * <p>The window is fixed: seeing the item again does not extend it.
     *
     * @param retention from a millisecond to 100 years, rounded up to whole milliseconds
     * @return this builder
     * @throws IllegalArgumentException if it is shorter or longer
     */
    public DeduplicatorBuilder<T> retention(Duration retention) {
        this.retention = Holds.finite("The retention", retention);
        return this;
    }

    /**
     * Holds claims without an end, where the store can.
     *
     * @return this builder
     */
    public DeduplicatorBuilder<T> forever() {
        this.retention = ClaimRequest.FOREVER;
        return this;
    }

    /**
     * Sets how long a lease is held unless it is confirmed, extended or released; 60 seconds by default.
     *
     * <p>It should be longer than the work on one item, and is how long a crashed worker keeps an item from the others.
     *
     * @param leaseTime from a millisecond to 100 years, rounded up to whole milliseconds
     * @return this builder
     * @throws IllegalArgumentException if it is shorter or longer
     */
    public DeduplicatorBuilder<T> leaseTime(Duration leaseTime) {
        this.leaseTime = Holds.finite("The lease time", leaseTime);
        return this;
    }

    /**
     * Sets what makes two items the same.
     *
     * @param identity the fingerprinter; {@code handle+message/exact-1} by default for posts
     * @return this builder
     */
    public DeduplicatorBuilder<T> identity(Fingerprinter<? super T> identity) {
        this.identity = Objects.requireNonNull(identity, "identity");
        return this;
    }

    /**
     * Sets what to make of items that are unknown when the deadline has passed; {@link FailurePolicy#THROW} by default.
     *
     * @param policy the policy
     * @return this builder
     */
    public DeduplicatorBuilder<T> onStoreFailure(FailurePolicy policy) {
        this.policy = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /**
     * Sets how long a call goes on without an answer, all its attempts together; 2 seconds by default.
     *
     * <p>One request may take half of it, so that one which nobody answers can be repeated. For a batch the time starts anew with each
     * answer, so that a batch of any size ends while the store answers.
     *
     * @param deadline from a millisecond to 24 hours
     * @return this builder
     * @throws IllegalArgumentException if it is shorter or longer
     */
    public DeduplicatorBuilder<T> deadline(Duration deadline) {
        if (deadline.compareTo(Duration.ofMillis(1)) < 0 || deadline.compareTo(LONGEST_DEADLINE) > 0) {
            throw new IllegalArgumentException(
                    "The deadline is " + deadline + "; it must be from 1 millisecond to " + LONGEST_DEADLINE);
        }
        this.deadline = deadline;
        return this;
    }

    /**
     * Sets who is told what happens; nobody by default.
     *
     * @param listener the listener
     * @return this builder
     */
    public DeduplicatorBuilder<T> listener(DedupListener listener) {
        this.listener = Objects.requireNonNull(listener, "listener");
        return this;
    }

    /**
     * Sets on which threads {@link Deduplicator#async()} calls a blocking store; by default up to 16 daemon threads of its own.
     *
     * <p>Not used with a store whose client does not block. The executor stays the caller's to shut down.
     *
     * @param executor the executor
     * @return this builder
     */
    public DeduplicatorBuilder<T> executor(Executor executor) {
        this.executor = Objects.requireNonNull(executor, "executor");
        return this;
    }

    /**
     * Returns a deduplicator with these settings.
     *
     * @return the deduplicator, open until it is closed
     * @throws IllegalStateException if the retention is {@link #forever()} and the store does not promise that
     */
    public Deduplicator<T> build() {
        requireForever();
        return new StoreDeduplicator<>(new Verbs<>(new CallContext(this), identity, retention, leaseTime));
    }

    DeduplicatorBuilder<T> timing(Timing timing) {
        this.timing = timing;
        return this;
    }

    ClaimStore store() {
        return store;
    }

    Duration deadline() {
        return deadline;
    }

    FailurePolicy policy() {
        return policy;
    }

    @Nullable
    DedupListener listener() {
        return listener;
    }

    Timing timing() {
        return timing;
    }

    Executor executor() {
        return executor != null ? executor : DaemonThreads.newExecutor();
    }

    private void requireForever() {
        if (retention.equals(ClaimRequest.FOREVER) && !store.guarantees().promises(Guarantee.HOLDS_FOREVER)) {
            throw new IllegalStateException("The retention is forever, which the store " + store.name()
                    + " does not promise (" + store.guarantees().reason(Guarantee.HOLDS_FOREVER)
                    + "); set a retention, or choose another store");
        }
    }
}
