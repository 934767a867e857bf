// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.cuts;

import dev.dedup.spi.ClaimToken;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** Makes a caller for each trial. */
interface Callers {
    /**
     * Makes one.
     *
     * @param others who else holds posts
     * @param now the store's time
     * @param patience how long it waits for its first answer
     */
    Caller next(Set<ClaimToken> others, Instant now, Duration patience);
}
