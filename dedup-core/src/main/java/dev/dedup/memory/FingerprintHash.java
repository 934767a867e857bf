// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import dev.dedup.identity.Fingerprint;

/**
 * Spreads fingerprints over segments, groups and tags, whatever their bits look like.
 *
 * <p>A fingerprint that a user makes need not be a digest: counters must spread as well as hashes do. The seed is drawn anew for
 * each store, so that nobody can choose posts which all fall into one place.
 */
final class FingerprintHash {
    private final long seed;

    FingerprintHash(long seed) {
        this.seed = seed;
    }

    long of(Fingerprint fingerprint) {
        return of(fingerprint.high(), fingerprint.low());
    }

    long of(long high, long low) {
        return mix(mix(high ^ seed) ^ low);
    }

    /** The finalizer of SplitMix64 (variant 13 of Stafford's mixers), a bijection in which each input bit moves each output bit. */
    private static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
