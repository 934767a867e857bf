// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.spi;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A store's answer to one request: for each fingerprint, in the order of the request, either a value or the failure that left it
 * unknown.
 *
 * <p>Immutable. One fingerprint's failure says nothing about another's value.
 *
 * @param <V> the kind of value asked for
 */
public final class Answers<V> {
    private final Object[] entries;
    private final int remembered;

    private Answers(Object[] entries, int remembered) {
        this.entries = entries;
        this.remembered = remembered;
    }

    /**
     * Returns answers in which every fingerprint has a value.
     *
     * @param values one value per fingerprint, in the order of the request
     * @param <V> the kind of value
     * @return the answers
     * @throws NullPointerException if a value is null
     */
    public static <V> Answers<V> of(List<? extends V> values) {
        return new Answers<>(List.copyOf(values).toArray(), 0);
    }

    /**
     * Returns a builder for answers that come one by one or not at all.
     *
     * @param size the number of fingerprints in the request
     * @param <V> the kind of value
     * @return an empty builder, for one thread
     */
    public static <V> Builder<V> builder(int size) {
        return new Builder<>(size);
    }

    /**
     * Returns the number of fingerprints answered for.
     *
     * @return the size of the request
     */
    public int size() {
        return entries.length;
    }

    /**
     * Returns how many of the values were known without a request to what is behind the store.
     *
     * @return from 0 to {@link #size()}
     */
    public int remembered() {
        return remembered;
    }

    /**
     * Returns the value for one fingerprint.
     *
     * @param index the fingerprint's place in the request, from 0
     * @return the value, or null if the store has none and {@link #failure(int)} says why
     */
    @SuppressWarnings("unchecked") // entries hold V or StoreException, and nothing else is ever put there
    public @Nullable V value(int index) {
        return entries[index] instanceof StoreException ? null : (V) entries[index];
    }

    /**
     * Returns why one fingerprint has no value.
     *
     * @param index the fingerprint's place in the request, from 0
     * @return the failure, or null if there is a value
     */
    public @Nullable StoreException failure(int index) {
        return entries[index] instanceof StoreException failure ? failure : null;
    }

    /**
     * Collects answers; a fingerprint that is given neither a value nor a failure is unknown.
     *
     * @param <V> the kind of value
     */
    public static final class Builder<V> {
        private final @Nullable Object[] entries;
        private int remembered;

        private Builder(int size) {
            this.entries = new @Nullable Object[size];
        }

        /**
         * Records a value.
         *
         * @param index the fingerprint's place in the request, from 0
         * @param value what the store said
         * @return this builder
         */
        public Builder<V> value(int index, V value) {
            entries[index] = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Records a value that was known without a request to what is behind the store; at most once for each fingerprint.
         *
         * @param index the fingerprint's place in the request, from 0
         * @param value what the store said earlier
         * @return this builder
         */
        public Builder<V> remembered(int index, V value) {
            remembered += entries[index] == null ? 1 : 0;
            return value(index, value);
        }

        /**
         * Records that there is no value.
         *
         * @param index the fingerprint's place in the request, from 0
         * @param failure why the store did not say
         * @return this builder
         */
        public Builder<V> failure(int index, StoreException failure) {
            entries[index] = Objects.requireNonNull(failure, "failure");
            return this;
        }

        /**
         * Returns what was collected.
         *
         * @param store the store's name, for the failure of fingerprints that got no answer
         * @param operation what was asked, for the same
         * @return the answers
         */
        public Answers<V> build(String store, String operation) {
            Object[] complete = new Object[entries.length];
            for (int i = 0; i < complete.length; i++) {
                Object entry = entries[i];
                complete[i] = entry != null ? entry : unanswered(store, operation);
            }
            return new Answers<>(complete, remembered);
        }

        private static StoreException unanswered(String store, String operation) {
            return StoreException.retryable(store, operation, "the answer left this fingerprint out", null);
        }
    }
}
