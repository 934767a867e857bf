// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

/**
 * The sizes that a segment's table takes, each 1.3 times the one before.
 *
 * <p>Segments fill at the same pace, so with one ladder for all they would grow together, and the store would be at its emptiest,
 * in bytes per claim, all at once. Each segment therefore has a ladder that is shifted by a phase of its own, and the average load
 * stays the same at every number of claims.
 */
@FunctionalInterface
interface CapacityLadder {
    /** Seven of the eight slots in a group, on average, may be taken: searches stay short, and each one ends. */
    int CLAIMS_PER_GROUP = SlotTable.GROUP - 1;

    double RATIO = 1.3;

    double GOLDEN_RATIO = 0.6180339887498949;

    /** Returns the lowest rung, in groups, on which so many claims have room. */
    int groupsFor(int claims);

    /** Returns the ladder of a segment; multiples of the golden ratio spread the phases evenly, however many segments there are. */
    static CapacityLadder ofSegment(int index) {
        double phase = index * GOLDEN_RATIO % 1;
        return claims -> {
            int needed = (Math.max(1, claims) - 1) / CLAIMS_PER_GROUP + 1;
            double rung = Math.ceil(Math.log(needed) / Math.log(RATIO) - phase);
            return Math.max(needed, (int) Math.round(Math.pow(RATIO, rung + phase)));
        };
    }

    /** Returns how many claims a table may hold before it grows. */
    static int claimsIn(int groups) {
        return groups * CLAIMS_PER_GROUP;
    }
}
