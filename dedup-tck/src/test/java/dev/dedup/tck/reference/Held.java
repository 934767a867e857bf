// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck.reference;

import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimToken;
import java.time.Instant;
import java.util.Optional;

/** A claim as the server keeps it. */
public record Held(ClaimState state, ClaimToken token, Optional<Instant> expiresAt) {
    public ClaimRecord seenAt(Instant now) {
        return ClaimRecord.seenAt(now, state, token, expiresAt);
    }
}
