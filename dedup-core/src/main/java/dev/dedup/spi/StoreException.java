// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.spi;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A store did not answer, or answered with an error: what it holds is unknown.
 *
 * <p>Never a verdict. A conflict is an answer and has no exception. Messages carry the store's name without credentials, and
 * never an item's text.
 */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String store;
    private final boolean retryable;

    private StoreException(
            String store, String operation, String problem, boolean retryable, @Nullable Throwable cause) {
        super(store + ": " + operation + " failed: " + problem, cause);
        this.store = Objects.requireNonNull(store, "store");
        this.retryable = retryable;
    }

    /**
     * Returns a failure that may pass by itself: a time-out, a broken connection, a store that is busy or starting.
     *
     * @param store the store's name, without credentials
     * @param operation what was asked, such as {@code claim}
     * @param problem what went wrong, with values, limits and a remedy
     * @param cause the client's own exception, if there is one
     * @return the failure
     */
    public static StoreException retryable(String store, String operation, String problem, @Nullable Throwable cause) {
        return new StoreException(store, operation, problem, true, cause);
    }

    /**
     * Returns a failure that a retry cannot mend: a missing permission, a wrong schema, a limit that was reached.
     *
     * @param store the store's name, without credentials
     * @param operation what was asked, such as {@code claim}
     * @param problem what went wrong, with values, limits and a remedy
     * @param cause the client's own exception, if there is one
     * @return the failure
     */
    public static StoreException permanent(String store, String operation, String problem, @Nullable Throwable cause) {
        return new StoreException(store, operation, problem, false, cause);
    }

    /**
     * Says whether asking again may help.
     *
     * @return true if the failure may pass by itself
     */
    public boolean isRetryable() {
        return retryable;
    }

    /**
     * Returns the name of the store that failed.
     *
     * @return the name, without credentials
     */
    public String store() {
        return store;
    }
}
