// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.memory;

import dev.dedup.identity.Fingerprint;
import java.time.Duration;
import java.util.List;

/** Claims exactly once: true to one caller per fingerprint. */
@FunctionalInterface
interface Claimer {
    /** How long every claim is held. */
    Duration HOLD = Duration.ofDays(2);

    boolean claim(Fingerprint fingerprint);

    /** Claims a batch and says how many were new. */
    default int claimAll(List<Fingerprint> fingerprints) {
        int claimed = 0;
        for (Fingerprint fingerprint : fingerprints) {
            claimed += claim(fingerprint) ? 1 : 0;
        }
        return claimed;
    }
}
