// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.spi;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A live claim as the store holds it.
 *
 * @param state whether the claim is a lease or confirmed
 * @param token the token of the call that made it
 * @param expiresAt the first instant at which the claim is free again, by the store's clock and to the millisecond; empty if it is
 *     held forever
 */
public record ClaimRecord(ClaimState state, ClaimToken token, Optional<Instant> expiresAt) {
    /**
     * Makes a record of its three parts.
     *
     * @param state a lease or confirmed
     * @param token the token of the call that made it
     * @param expiresAt when it is free again; empty for never
     * @throws NullPointerException if a part is null
     */
    public ClaimRecord {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(token, "token");
        Objects.requireNonNull(expiresAt, "expiresAt");
    }
}
