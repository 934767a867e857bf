// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.memory;

import dev.dedup.identity.Fingerprint;

/** A long row of fingerprints that look like digests, computed from their place so that none has to be kept. */
final class Fingerprints {
    private static final long STEP = 0x9e3779b97f4a7c15L;

    private Fingerprints() {}

    static Fingerprint at(long place) {
        return Fingerprint.of(mix(2 * place * STEP), mix((2 * place + 1) * STEP));
    }

    /** The finalizer of SplitMix64. */
    static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
