// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import dev.dedup.spi.StoreException;
import java.sql.SQLException;
import java.time.Duration;

/** Where the statements of one request run: in a transaction of their own, or in the caller's. */
interface Transactions {
    /** What one request does. */
    @FunctionalInterface
    interface Work<T> {
        T in(Session session) throws SQLException;
    }

    /**
     * Runs the statements of one request on the calling thread.
     *
     * @throws StoreException if one fails; then what they did is unknown, or undone
     */
    <T> T run(String operation, Duration timeLeft, Work<T> work);
}
