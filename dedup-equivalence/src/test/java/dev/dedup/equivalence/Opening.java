// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence;

import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.StoreException;
import java.util.function.Supplier;

/** Opens stores on a machine that is busy with other tests, and may be too slow for a first connection. */
public final class Opening {
    private static final int ATTEMPTS = 3;

    private Opening() {}

    /**
     * Opens a store.
     *
     * @param store opens it
     * @return the store
     * @throws StoreException if it cannot be opened, and trying again did not help
     */
    public static ClaimStore of(Supplier<? extends ClaimStore> store) {
        return of(store, ATTEMPTS);
    }

    private static ClaimStore of(Supplier<? extends ClaimStore> store, int attempts) {
        try {
            return store.get();
        } catch (StoreException e) {
            if (attempts == 1 || !e.isRetryable()) {
                throw e;
            }
            return of(store, attempts - 1);
        }
    }
}
