// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.StoreGuarantees;
import dev.dedup.spi.Verdict;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Remembers confirmed claims in front of a store, so that a post which comes again and again costs no round trip.
 *
 * <p><b>What it answers.</b> Nothing but {@link Verdict#DUPLICATE}, for a claim that the store has shown confirmed, to other tokens
 * than the claim's own, until the claim expires. What is new, leased or asked for under its own token is the store's to answer, and so
 * is the {@linkplain ClaimRequest#isRepetition() repetition} of a claim, and every renewal, release, look-up and forgetting. All verdicts
 * are therefore the store's, but for two cases, in which a claim is remembered for up to {@link Builder#maximumAge(Duration) maximumAge}
 * after the store has lost it: <b>it is forgotten, released, or renewed for a shorter time elsewhere</b>, by another process, past this
 * object, or by a request of this one's that failed and was carried out later; or the store frees it sooner than it said, because its
 * clock is set forward, or it evicts or loses claims. What is forgotten or released here is so at once.
 *
 * <p><b>How it learns.</b> A fingerprint that was a duplicate shortly before and is one again is looked up, after its claim; from then on
 * it is answered here. A store that blocks is asked on the calling thread, within the time that the caller has left. If a look-up fails,
 * nothing is learnt for a minute, which is logged as a warning; claims go on as if there were no memory.
 *
 * <p><b>Clock.</b> A claim is remembered a second and a thousandth of its time less than the store said it would be held when it was
 * looked up. Time here is the JVM's monotonic time, or the clock's where that has gone further: a clock that jumps makes it forget
 * sooner. A machine that is stopped without its clock's noticing forgets later, by as much.
 *
 * <p><b>Memory.</b> 33 bytes of heap for each of {@code maximumClaims}, taken at once; what was not asked for lately makes room. There
 * is no thread.
 *
 * <p><b>Threads and errors.</b> Thread-safe. An answer from here is complete on return, and stays one if the store answers that it has failed on
 * the rest of its batch; all else is as the store does it, and so are name, guarantees and the largest batch. {@link #close()} closes the store.
 */
public final class RecentDuplicates implements ClaimStore {
    private final ClaimStore store;
    private final RecentTable table;
    private final ForwardTime time;
    private final RecentLookups lookups;
    private volatile boolean closed;

    private RecentDuplicates(ClaimStore store, RecentTable table, ForwardTime time, Duration maximumAge) {
        this.store = store;
        this.table = table;
        this.time = time;
        this.lookups = new RecentLookups(store, table, time, maximumAge);
    }

    /**
     * Begins a memory in front of a store.
     *
     * @param store the store, which is asked through the memory alone from now on and closed with it
     * @return a builder with the defaults, for one thread
     * @throws NullPointerException if the store is null
     * @throws IllegalArgumentException if the store {@linkplain ClaimStore#isTransactional() is transactional}: a rollback would leave
     *     claims in the memory that nobody holds
     */
    public static Builder inFrontOf(ClaimStore store) {
        return new Builder(store);
    }

    /**
     * Answers for the duplicates that are remembered, and asks the store for the rest.
     *
     * @throws NullPointerException if the request is null
     */
    @Override
    public CompletionStage<Answers<Verdict>> claim(ClaimRequest request) {
        PartialRequest partial = new PartialRequest(request, remembered(request));
        if (partial.known().isEmpty()) {
            return ask(request);
        }
        return partial.isAllKnown()
                ? CompletableFuture.completedFuture(partial.withoutStore(name()))
                : ask(partial.rest()).handle((answers, failure) -> partial.merge(answers, failure, name()));
    }

    /**
     * {@inheritDoc}
     *
     * @throws NullPointerException if the request is null
     */
    @Override
    public CompletionStage<Answers<Boolean>> renew(ClaimRequest request) {
        long token = request.token().value();
        table.begin(request.fingerprints(), token);
        return ending(() -> store.renew(request), () -> table.end(token));
    }

    /**
     * {@inheritDoc}
     *
     * @throws NullPointerException if an argument is null
     */
    @Override
    public CompletionStage<Answers<Boolean>> release(
            List<Fingerprint> fingerprints, ClaimToken token, Duration timeLeft) {
        List<Fingerprint> released = List.copyOf(fingerprints);
        long owner = token.value();
        table.begin(released, owner);
        return ending(() -> store.release(released, token, timeLeft), () -> table.end(owner));
    }

    /**
     * Asks the store, and forgets here what is not confirmed there any more.
     *
     * @throws NullPointerException if an argument is null
     */
    @Override
    public CompletionStage<Answers<Optional<ClaimRecord>>> lookup(List<Fingerprint> fingerprints, Duration timeLeft) {
        List<Fingerprint> asked = List.copyOf(fingerprints);
        return store.lookup(asked, timeLeft).thenApply(found -> {
            lookups.heed(asked, found);
            return found;
        });
    }

    /**
     * {@inheritDoc}
     *
     * @throws NullPointerException if an argument is null
     */
    @Override
    public CompletionStage<Answers<Boolean>> forget(List<Fingerprint> fingerprints, Duration timeLeft) {
        List<Fingerprint> forgotten = List.copyOf(fingerprints);
        forgotten.forEach(table::begin);
        return ending(() -> store.forget(forgotten, timeLeft), () -> forgotten.forEach(table::end));
    }

    @Override
    public StoreGuarantees guarantees() {
        return store.guarantees();
    }

    @Override
    public String name() {
        return store.name();
    }

    @Override
    public int maximumBatchSize() {
        return store.maximumBatchSize();
    }

    @Override
    public boolean isBlocking() {
        return store.isBlocking();
    }

    /** Closes the store too; nothing is answered from here any more. */
    @Override
    public void close() {
        closed = true;
        lookups.stop();
        store.close();
    }

    private BitSet remembered(ClaimRequest request) {
        BitSet known = new BitSet();
        long now = time.millis();
        List<Fingerprint> asked = request.fingerprints();
        boolean isTheStores = closed || request.isRepetition();
        for (int i = 0; i < asked.size() && !isTheStores; i++) {
            known.set(i, table.isHeldFromOthersThan(request.token().value(), asked.get(i), now));
        }
        return known;
    }

    private CompletionStage<Answers<Verdict>> ask(ClaimRequest request) {
        long sent = time.millis();
        return claimed(request).thenApply(answers -> {
            lookups.learn(request, answers, sent);
            return answers;
        });
    }

    /** A store that throws instead of answering has failed like any other. */
    private CompletionStage<Answers<Verdict>> claimed(ClaimRequest request) {
        try {
            return store.claim(request);
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Ends a change when it is answered, and not before: an answer from before it may come meanwhile. */
    private static <V> CompletionStage<V> ending(Supplier<CompletionStage<V>> change, Runnable end) {
        try {
            return change.get().whenComplete((answers, failure) -> end.run());
        } catch (RuntimeException | Error e) {
            end.run();
            throw e;
        }
    }

    /** Sets up a memory; for one thread. */
    public static final class Builder {
        private static final int DEFAULT_CLAIMS = 100_000;
        private static final Duration LONGEST_AGE = Duration.ofDays(36_525);

        private final ClaimStore store;
        private int maximumClaims = DEFAULT_CLAIMS;
        private Duration maximumAge = Duration.ofMinutes(10);
        private InstantSource clock = InstantSource.system();
        private LongSupplier nanoTime = System::nanoTime;
        private long seed = new SecureRandom().nextLong();

        private Builder(ClaimStore store) {
            Objects.requireNonNull(store, "store");
            if (store.isTransactional()) {
                throw new IllegalArgumentException("The store " + store.name()
                        + " takes part in a transaction, whose rollback would leave claims in the memory that nobody holds;"
                        + " put the memory in front of the store that it was made from");
            }
            this.store = store;
        }

        /**
         * Sets how many claims are remembered at most; 100,000 by default, which take 3.3 MB.
         *
         * @param maximumClaims the limit, rounded down to a multiple of 8; at least 8
         * @return this builder
         * @throws IllegalArgumentException if the limit is less than 8, or its claims would take more than a quarter of the maximum
         *     heap
         */
        public Builder maximumClaims(int maximumClaims) {
            this.maximumClaims =
                    RecentTable.requireRoom(maximumClaims, Runtime.getRuntime().maxMemory() / 4);
            return this;
        }

        /**
         * Sets how long a claim is remembered at most before the store is asked again; 10 minutes by default.
         *
         * <p>It bounds how long a claim that was forgotten or released elsewhere is still a duplicate here.
         *
         * @param maximumAge from a millisecond to 100 years
         * @return this builder
         * @throws IllegalArgumentException if it is shorter or longer
         */
        public Builder maximumAge(Duration maximumAge) {
            if (maximumAge.compareTo(Duration.ofMillis(1)) < 0 || maximumAge.compareTo(LONGEST_AGE) > 0) {
                throw new IllegalArgumentException("The maximum age is " + maximumAge
                        + "; it must be from 1 millisecond to " + LONGEST_AGE.toDays() + " days");
            }
            this.maximumAge = maximumAge;
            return this;
        }

        /**
         * Sets a clock that goes on where the JVM's monotonic time does not, as while the machine sleeps; the system's by default.
         *
         * <p>It is read for each request. In front of a store with an injected clock it is that clock.
         *
         * @param clock the clock
         * @return this builder
         * @throws NullPointerException if the clock is null
         */
        public Builder clock(InstantSource clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        Builder nanoTime(LongSupplier nanoTime) {
            this.nanoTime = nanoTime;
            return this;
        }

        /** Where fingerprints that meet in a test do so in every run. */
        Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * Returns the store with an empty memory in front of it.
         *
         * @return a store that closes the other one
         */
        public RecentDuplicates build() {
            RecentTable table = new RecentTable(maximumClaims, seed);
            return new RecentDuplicates(store, table, new ForwardTime(clock, nanoTime), maximumAge);
        }
    }
}
