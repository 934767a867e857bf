// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The five operations, answered at once: how a step of a program sees a store, and how it sees the model. */
interface Claims {
    List<Verdict> claim(List<Fingerprint> posts, ClaimToken token, ClaimState state, Duration hold);

    List<Boolean> renew(List<Fingerprint> posts, ClaimToken token, ClaimState state, Duration hold);

    List<Boolean> release(List<Fingerprint> posts, ClaimToken token);

    List<Optional<ClaimRecord>> lookup(List<Fingerprint> posts);

    List<Boolean> forget(List<Fingerprint> posts);
}
