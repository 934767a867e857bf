// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.cuts;

import dev.dedup.spi.ClaimToken;
import java.time.Instant;
import java.util.Set;

/** Makes a caller for each trial. */
interface Callers {
    /** Makes one, to whom all are known who else holds posts, and the store's time. */
    Caller next(Set<ClaimToken> others, Instant now);
}
