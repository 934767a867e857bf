// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

/**
 * A table that removes its expired claims, a group at a time or all at once, and that grows and shrinks.
 *
 * <p>It keeps a time before which none of its claims expires: exact after each round of sweeping, and at most too early in
 * between, after claims were released or renewed. Until then nothing is swept, and a table whose claims are all live pays nothing.
 */
class ExpiringTable extends SlotTable {
    private final CapacityLadder ladder;

    /** Written under the segment's monitor, and read without it too. */
    private volatile long earliest = ExpiryWord.NEVER;

    private long earliestOfRound = ExpiryWord.NEVER;
    private int cursor;

    ExpiringTable(FingerprintHash hash, CapacityLadder ladder) {
        super(hash, ladder.groupsFor(1));
        this.ladder = ladder;
    }

    /** Says whether a claim may have expired; needs no lock. */
    final boolean isSweepDue(long now) {
        return earliest <= now;
    }

    /** Removes a live claim; what this moves may go from where the round has yet to come to where it has been already. */
    final void drop(int slot) {
        note(remove(slot));
    }

    /** Takes note of a claim that was written, or moved to where this round may not see it. */
    final void note(long expiresAt) {
        if (expiresAt < earliest) {
            earliest = expiresAt;
        }
        earliestOfRound = Math.min(earliestOfRound, expiresAt);
    }

    /** Removes the expired claims of the next group and says how many they were. */
    final int sweepGroup(long now) {
        int removed = sweep(cursor, now);
        if (++cursor == groups()) {
            earliest = earliestOfRound;
            restart();
        }
        return removed;
    }

    /** Removes all expired claims and says how many they were. */
    final int sweepAll(long now) {
        restart();
        int before = size();
        do {
            sweepGroup(now);
        } while (cursor != 0);
        return before - size();
    }

    final boolean isFull() {
        return size() >= CapacityLadder.claimsIn(groups());
    }

    /** Grows the table, unless an eighth of it is free: growing for less would not pay, and growing later is soon enough. */
    final void growUnlessSwept() {
        int maximum = CapacityLadder.claimsIn(groups());
        if (size() >= maximum - maximum / 8) {
            resizeFor(maximum + 1);
        }
    }

    /** Shrinks a table that is less than a quarter full. */
    final void shrinkIfSparse() {
        if (size() >= CapacityLadder.claimsIn(groups()) / 4 || groups() == 1) {
            return;
        }
        try {
            resizeFor(size() + size() / 4 + 1);
        } catch (OutOfMemoryError noRoomToCopy) {
            // The claims are safe in the larger table, and the next removal tries again.
        }
    }

    private void resizeFor(int claims) {
        resize(ladder.groupsFor(claims));
        restart();
    }

    /** Begins a new round, because the claims have new places. */
    private void restart() {
        cursor = 0;
        earliestOfRound = ExpiryWord.NEVER;
    }

    private int sweep(int group, long now) {
        int before = size();
        int slot = group * GROUP;
        while (slot < (group + 1) * GROUP) {
            if (isFree(slot)) {
                slot++;
            } else if (ExpiryWord.isLive(expiry(slot), now)) {
                note(ExpiryWord.expiresAt(expiry(slot)));
                slot++;
            } else {
                remove(slot); // what it moves comes to this slot or to those still ahead
            }
        }
        return before - size();
    }
}
