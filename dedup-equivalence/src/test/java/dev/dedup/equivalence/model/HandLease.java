// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import dev.dedup.Deduplicator;
import dev.dedup.Lease;
import dev.dedup.LeaseLostException;
import dev.dedup.identity.Fingerprint;
import java.time.Duration;

/**
 * A lease that a worker holds by hand, with the deduplicator that it came from.
 *
 * @param lease the lease
 * @param hold for how long it was taken, and is extended or confirmed
 * @param line its way to the store
 * @param deduplicator where it came from
 */
record HandLease(Lease<Fingerprint> lease, Duration hold, Line line, Deduplicator<Fingerprint> deduplicator) {
    /** Does something with it, and tells whether it was not lost. */
    boolean settle(Settlement how, Fate fate) {
        line.begin(fate);
        try {
            how.of(lease, hold);
            return true;
        } catch (LeaseLostException e) {
            return false;
        }
    }
}
