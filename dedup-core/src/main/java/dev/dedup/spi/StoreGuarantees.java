// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.spi;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a store promises beyond the contract, and what it does not, each with the reason in plain words.
 *
 * <p>Immutable data: the documentation's table is made from it and the contract kit reads it. Every {@link Guarantee} is either
 * promised or excluded; none is left open.
 */
public final class StoreGuarantees {
    private final Clock clock;
    private final Set<Guarantee> promised;
    private final Map<Guarantee, String> reasons;

    private StoreGuarantees(Builder builder) {
        this.clock = builder.clock;
        this.promised = Set.copyOf(builder.promised);
        this.reasons = Map.copyOf(builder.reasons);
    }

    /** One promise that a store can make or decline. */
    public enum Guarantee {
        /** Claims outlive a restart of the store. */
        SURVIVES_RESTART,
        /** Claims that were answered outlive the loss of the node that answered. */
        SURVIVES_FAILOVER,
        /** A live claim is never dropped to make room. */
        NEVER_EVICTS,
        /** A claim can be made inside the caller's own transaction. */
        JOINS_TRANSACTION,
        /** A claim can be held without an end. */
        HOLDS_FOREVER
    }

    /** Whose clock decides when a claim has expired. */
    public enum Clock {
        /** The store's own clock, one for all clients. */
        STORE,
        /** The {@link java.time.InstantSource} that the client was given. */
        INJECTED
    }

    /**
     * Returns a builder in which nothing is declared yet.
     *
     * @param clock whose clock decides on expiry
     * @return an empty builder, for one thread
     */
    public static Builder builder(Clock clock) {
        return new Builder(clock);
    }

    /**
     * Says whether the store makes a promise.
     *
     * @param guarantee the promise
     * @return true if it is promised
     */
    public boolean promises(Guarantee guarantee) {
        return promised.contains(guarantee);
    }

    /**
     * Returns why a promise is made or declined.
     *
     * @param guarantee the promise
     * @return the reason, in one sentence
     */
    public String reason(Guarantee guarantee) {
        return Objects.requireNonNull(reasons.get(guarantee), "every guarantee has a reason");
    }

    /**
     * Returns whose clock decides on expiry.
     *
     * @return the clock
     */
    public Clock clock() {
        return clock;
    }

    /** Declares guarantees one by one. */
    public static final class Builder {
        private final Clock clock;
        private final Set<Guarantee> promised = EnumSet.noneOf(Guarantee.class);
        private final Map<Guarantee, String> reasons = new EnumMap<>(Guarantee.class);

        private Builder(Clock clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
        }

        /**
         * Declares a promise that the store keeps.
         *
         * @param guarantee the promise
         * @param reason what keeps it, in one sentence
         * @return this builder
         */
        public Builder promises(Guarantee guarantee, String reason) {
            promised.add(guarantee);
            return because(guarantee, reason);
        }

        /**
         * Declares a promise that the store does not make.
         *
         * @param guarantee the promise
         * @param reason what a user must expect instead, in one sentence
         * @return this builder
         */
        public Builder excludes(Guarantee guarantee, String reason) {
            promised.remove(guarantee);
            return because(guarantee, reason);
        }

        /**
         * Returns the declared guarantees.
         *
         * @return the guarantees
         * @throws IllegalStateException if a guarantee is neither promised nor excluded
         */
        public StoreGuarantees build() {
            for (Guarantee guarantee : Guarantee.values()) {
                if (!reasons.containsKey(guarantee)) {
                    throw new IllegalStateException("The guarantees of a store leave " + guarantee
                            + " open; declare it with promises(…) or excludes(…)");
                }
            }
            return new StoreGuarantees(this);
        }

        private Builder because(Guarantee guarantee, String reason) {
            reasons.put(guarantee, Objects.requireNonNull(reason, "reason"));
            return this;
        }
    }
}
