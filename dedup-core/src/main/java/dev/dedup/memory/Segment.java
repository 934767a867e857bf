// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.Verdict;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One of the many independent parts of a {@link ClaimTable}: the claims whose hashes fall into it, under its own monitor.
 *
 * <p>It is its table, and does not have one, so that a claim finds lock, size and array in one cache line.
 *
 * <p>The clock is read inside the monitor, never before it: a thread that waited for the monitor with an older time could otherwise
 * renew a claim which another thread has already seen free. Nothing inside blocks, so a virtual thread is pinned for as long as one
 * claim takes.
 */
final class Segment extends ExpiringTable {
    private final StoreClock clock;
    private final ClaimLimit limit;

    Segment(StoreClock clock, ClaimLimit limit, FingerprintHash hash, CapacityLadder ladder) {
        super(hash, ladder);
        this.clock = clock;
        this.limit = limit;
    }

    /** Claims a fingerprint; null if it is free and the limit is reached. */
    synchronized @Nullable Verdict claim(long hashed, Fingerprint fingerprint, Terms terms) {
        long now = clock.millis();
        int slot = find(hashed, fingerprint.high(), fingerprint.low());
        if (slot == ABSENT) {
            return add(hashed, fingerprint, terms, now) ? Verdict.CLAIMED : null;
        }
        long expiry = expiry(slot);
        if (!ExpiryWord.isLive(expiry, now)) {
            holdUnder(terms, slot, now);
            return Verdict.CLAIMED;
        }
        if (token(slot) == terms.token()) {
            return Verdict.CLAIMED;
        }
        return ExpiryWord.state(expiry) == ClaimState.CONFIRMED ? Verdict.DUPLICATE : Verdict.IN_FLIGHT;
    }

    synchronized boolean renew(long hashed, Fingerprint fingerprint, Terms terms) {
        long now = clock.millis();
        int slot = findOwn(hashed, fingerprint, terms.token(), now);
        if (slot == ABSENT) {
            return false;
        }
        if (terms.state() == ClaimState.CONFIRMED || ExpiryWord.state(expiry(slot)) == ClaimState.LEASED) {
            holdUnder(terms, slot, now);
        }
        return true;
    }

    synchronized boolean release(long hashed, Fingerprint fingerprint, long token) {
        return giveUp(findOwn(hashed, fingerprint, token, clock.millis()));
    }

    synchronized boolean forget(long hashed, Fingerprint fingerprint) {
        return giveUp(findLive(hashed, fingerprint, clock.millis()));
    }

    synchronized Optional<ClaimRecord> lookup(long hashed, Fingerprint fingerprint) {
        long now = clock.millis();
        int slot = findLive(hashed, fingerprint, now);
        return slot == ABSENT
                ? Optional.empty()
                : Optional.of(ExpiryWord.record(expiry(slot), new ClaimToken(token(slot)), now));
    }

    /** Removes all expired claims and says how many they were. */
    synchronized int purge() {
        return uncount(sweepAll(clock.millis()));
    }

    synchronized int slots() {
        return groups() * GROUP;
    }

    /** Adds a fingerprint that is absent, unless the limit is reached; what may fail for want of memory comes before the counting. */
    private boolean add(long hashed, Fingerprint fingerprint, Terms terms, long now) {
        makeRoom(now);
        if (!limit.tryAcquire()) {
            return false;
        }
        long expiry = terms.expiryWord(now);
        insert(hashed, fingerprint.high(), fingerprint.low(), terms.token(), expiry);
        note(ExpiryWord.expiresAt(expiry));
        return true;
    }

    private void makeRoom(long now) {
        boolean wasFull = isFull();
        if (isSweepDue(now)) {
            uncount(wasFull ? sweepAll(now) : sweepGroup(now));
        }
        if (wasFull) {
            growUnlessSwept();
        }
    }

    private void holdUnder(Terms terms, int slot, long now) {
        long expiry = terms.expiryWord(now);
        hold(slot, terms.token(), expiry);
        note(ExpiryWord.expiresAt(expiry));
    }

    private int findLive(long hashed, Fingerprint fingerprint, long now) {
        int slot = find(hashed, fingerprint.high(), fingerprint.low());
        return slot != ABSENT && ExpiryWord.isLive(expiry(slot), now) ? slot : ABSENT;
    }

    private int findOwn(long hashed, Fingerprint fingerprint, long token, long now) {
        int slot = findLive(hashed, fingerprint, now);
        return slot != ABSENT && token(slot) == token ? slot : ABSENT;
    }

    private boolean giveUp(int slot) {
        if (slot == ABSENT) {
            return false;
        }
        drop(slot);
        uncount(1);
        return true;
    }

    private int uncount(int removed) {
        if (removed > 0) {
            limit.release(removed);
            shrinkIfSparse();
        }
        return removed;
    }
}
