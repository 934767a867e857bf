// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck;

import dev.dedup.identity.Fingerprint;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Fingerprints that no other test run uses, so that the store under test may sit on a shared server. */
final class Fingerprints {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Fingerprints() {}

    static Fingerprint fresh() {
        return Fingerprint.of(RANDOM.nextLong(), RANDOM.nextLong());
    }

    static List<Fingerprint> fresh(int count) {
        return Stream.generate(Fingerprints::fresh).limit(count).toList();
    }

    /** Returns the 128 fingerprints that differ from one in a single bit. */
    static List<Fingerprint> neighboursOf(Fingerprint post) {
        return IntStream.range(0, 128).mapToObj(bit -> flip(post, bit)).toList();
    }

    private static Fingerprint flip(Fingerprint post, int bit) {
        return bit < Long.SIZE
                ? Fingerprint.of(post.high(), post.low() ^ (1L << bit))
                : Fingerprint.of(post.high() ^ (1L << (bit - Long.SIZE)), post.low());
    }
}
