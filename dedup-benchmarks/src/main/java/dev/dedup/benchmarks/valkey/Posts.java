// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.valkey;

import dev.dedup.identity.Fingerprint;
import java.util.ArrayList;
import java.util.List;

/**
 * Numbered posts, some of them held already: the same rule here and in the Python program, so that nothing has to be handed over.
 *
 * @param firstNew the first number that nobody has claimed
 * @param duplicates how many of a hundred posts are held already
 */
record Posts(long firstNew, int duplicates) {
    /** The posts with lower numbers are held before anything is measured. */
    static final int HELD = 100_000;

    private static final long STEP = 0x9e3779b97f4a7c15L;

    /** How many of the first {@code count} posts are new. */
    int newAmong(int count) {
        return count - count / 100 * duplicates;
    }

    /** The number of the post at a place of this row; 100 places hold the duplicates and then the new ones. */
    long number(int place) {
        int inHundred = place % 100;
        return inHundred < duplicates
                ? place * 7919L % HELD
                : firstNew + place / 100 * (100L - duplicates) + inHundred - duplicates;
    }

    List<Fingerprint> fingerprints(int from, int to) {
        List<Fingerprint> fingerprints = new ArrayList<>(to - from);
        for (int place = from; place < to; place++) {
            fingerprints.add(fingerprint(number(place)));
        }
        return fingerprints;
    }

    static Fingerprint fingerprint(long number) {
        return Fingerprint.of(mix(2 * number * STEP), mix((2 * number + 1) * STEP));
    }

    /** The finalizer of SplitMix64. */
    private static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
