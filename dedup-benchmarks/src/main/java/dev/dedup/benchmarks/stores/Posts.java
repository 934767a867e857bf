// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.stores;

import dev.dedup.identity.Fingerprint;
import java.util.ArrayList;
import java.util.List;

/**
 * Numbered posts, some of them held already: the same rule here and in the Python program, so that nothing has to be handed over.
 *
 * @param firstNew the first number that nobody has claimed
 * @param duplicates how many of a hundred posts are held already
 */
public record Posts(long firstNew, int duplicates) {
    /** The posts with lower numbers are held before anything is measured. */
    public static final int HELD = 100_000;

    private static final long STEP = 0x9e3779b97f4a7c15L;

    /**
     * Counts what is new.
     *
     * @param count how many posts of the row, a multiple of 100
     * @return how many of them are new
     */
    public int newAmong(int count) {
        return count - count / 100 * duplicates;
    }

    /**
     * Numbers the posts of this row; 100 places hold the duplicates and then the new ones.
     *
     * @param place the place in the row, from 0
     * @return the number of the post there
     */
    public long number(int place) {
        int inHundred = place % 100;
        return inHundred < duplicates
                ? place * 7919L % HELD
                : firstNew + place / 100 * (100L - duplicates) + inHundred - duplicates;
    }

    /**
     * Lists a part of the row.
     *
     * @param from the first place
     * @param to the place after the last
     * @return the fingerprints
     */
    public List<Fingerprint> fingerprints(int from, int to) {
        List<Fingerprint> fingerprints = new ArrayList<>(to - from);
        for (int place = from; place < to; place++) {
            fingerprints.add(fingerprint(number(place)));
        }
        return fingerprints;
    }

    /**
     * Returns the fingerprint of a post.
     *
     * @param number the post's number
     * @return a fingerprint that no other number has
     */
    public static Fingerprint fingerprint(long number) {
        return Fingerprint.of(mix(2 * number * STEP), mix((2 * number + 1) * STEP));
    }

    /** The finalizer of SplitMix64. */
    private static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
