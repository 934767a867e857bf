// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import dev.dedup.identity.Fingerprint;
import java.security.SecureRandom;

/**
 * Moves fingerprints to a random place, one to one, so that claims made there meet nobody else's.
 *
 * @param high what the first half is combined with
 * @param low what the second half is combined with
 */
record Isolation(long high, long low) {
    static Isolation random() {
        SecureRandom random = new SecureRandom();
        return new Isolation(random.nextLong(), random.nextLong());
    }

    Fingerprint isolated(Fingerprint fingerprint) {
        return Fingerprint.of(fingerprint.high() ^ high, fingerprint.low() ^ low);
    }
}
