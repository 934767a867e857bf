// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import dev.dedup.identity.Fingerprint;
import java.util.Arrays;

/**
 * Confirmed claims in an array of fixed size, which forgets those that were not asked for lately to make room.
 *
 * <p>Eight places make a group, four words each: the fingerprint's two halves, the token, and when the claim is to be forgotten. A
 * fingerprint has one group, and the order in the group is that of use: a claim that is asked for comes to the front, one that is new
 * enters in the middle, and the last one goes. So a stream of claims that nobody asks for again passes through one half.
 *
 * <p>Another word of each group has a byte of the hash of each of the last eight fingerprints that were marked; a zero is none.
 * Thread-safe.
 */
final class RecentTable {
    static final int GROUP = 8;

    /** Four words, and an eighth of one. */
    static final int BYTES_PER_CLAIM = 33;

    private static final int WORDS = 4;
    private static final int LOW = 1;
    private static final int TOKEN = 2;
    private static final int END = 3;
    private static final int MARKS = GROUP * WORDS;
    private static final int WORDS_PER_GROUP = MARKS + 1;

    /** Where a new claim enters its group. */
    private static final int ENTRANCE = GROUP / 2;

    /** As many as fit in one array. */
    private static final int MOST_CLAIMS = (Integer.MAX_VALUE - 8) / WORDS_PER_GROUP * GROUP;

    private static final long MARK = 0xff;
    private static final int ABSENT = -1;
    private static final long FREE = Long.MIN_VALUE;
    private static final int LOCKS = 256;

    private final FingerprintHash hash;
    private final Changes changes = new Changes();
    private final int groups;
    private final long[] words;
    private final Object[] locks = new Object[LOCKS];

    RecentTable(int maximumClaims, long seed) {
        this.hash = new FingerprintHash(seed);
        this.groups = maximumClaims / GROUP;
        this.words = new long[groups * WORDS_PER_GROUP];
        Arrays.setAll(locks, index -> new Object());
        for (int place = 0; place < groups * GROUP; place++) {
            words[cell(place) + END] = FREE;
        }
    }

    /** Returns a maximum that was asked for, if it is one and so many bytes have room for it. */
    static int requireRoom(int maximumClaims, long bytes) {
        if (maximumClaims < GROUP || maximumClaims > MOST_CLAIMS) {
            throw new IllegalArgumentException("maximumClaims is " + maximumClaims + "; it must be from " + GROUP
                    + " to " + MOST_CLAIMS + ", the places of one array");
        }
        long fitting = bytes / BYTES_PER_CLAIM;
        if (maximumClaims > fitting) {
            throw new IllegalArgumentException(
                    "maximumClaims is " + maximumClaims + ", but a quarter of the heap, " + bytes
                            + " bytes, has room for " + fitting + " claims of " + BYTES_PER_CLAIM
                            + " bytes; lower maximumClaims or raise the maximum heap (-Xmx)");
        }
        return maximumClaims;
    }

    /** Whether somebody else's claim on the fingerprint is remembered. */
    boolean isHeldFromOthersThan(long token, Fingerprint fingerprint, long now) {
        int group = group(hash.of(fingerprint));
        synchronized (lock(group)) {
            int place = find(group, fingerprint);
            if (place == ABSENT || words[cell(place) + END] <= now) {
                return false;
            }
            return words[cell(toFront(group, place)) + TOKEN] != token;
        }
    }

    /** A moment, to be taken before a claim is looked up that is to be remembered. */
    long moment() {
        return changes.moment();
    }

    /** Remembers a claim until an end, unless something was forgotten since the moment that may be this claim. */
    void remember(Fingerprint fingerprint, long token, long end, long now, long moment) {
        long hashed = hash.of(fingerprint);
        int group = group(hashed);
        synchronized (lock(group)) {
            if (changes.noneSince(moment, hashed) && changes.noneSince(moment, hashOf(token))) {
                insert(group, fingerprint, token, end, now);
            }
        }
    }

    /** Forgets whatever claim on the fingerprint is remembered, and remembers none until {@link #end(Fingerprint)}. */
    void begin(Fingerprint fingerprint) {
        long hashed = hash.of(fingerprint);
        changes.begin(hashed);
        int group = group(hashed);
        synchronized (lock(group)) {
            free(find(group, fingerprint));
        }
    }

    /** Ends a change of a fingerprint; what was asked for before is not remembered. */
    void end(Fingerprint fingerprint) {
        changes.end(hash.of(fingerprint));
    }

    /** Forgets whatever claim on the fingerprint is remembered, or about to be. */
    void forget(Fingerprint fingerprint) {
        begin(fingerprint);
        end(fingerprint);
    }

    /** Forgets those claims of a token that are remembered, and remembers none of the token until {@link #end(long)}. */
    void begin(Iterable<Fingerprint> fingerprints, long token) {
        changes.begin(hashOf(token));
        for (Fingerprint fingerprint : fingerprints) {
            int group = group(hash.of(fingerprint));
            synchronized (lock(group)) {
                int place = find(group, fingerprint);
                free(place != ABSENT && words[cell(place) + TOKEN] == token ? place : ABSENT);
            }
        }
    }

    /** Ends a change of claims of a token; what was asked for before is not remembered. */
    void end(long token) {
        changes.end(hashOf(token));
    }

    /** Takes a fingerprint's mark away and says so, or marks it; seldom takes another's away. */
    boolean mark(Fingerprint fingerprint) {
        long hashed = hash.of(fingerprint);
        long mark = Math.max(1, hashed & MARK);
        int group = group(hashed);
        int cell = group * WORDS_PER_GROUP + MARKS;
        synchronized (lock(group)) {
            long marks = words[cell];
            int shift = find(marks, mark);
            words[cell] = shift == ABSENT ? marks << Byte.SIZE | mark : marks & ~(MARK << shift);
            return shift != ABSENT;
        }
    }

    private void insert(int group, Fingerprint fingerprint, long token, long end, long now) {
        int place = placeFor(group, fingerprint, now);
        int entrance = Math.min(group * GROUP + ENTRANCE, place);
        makeWay(entrance, place);
        write(entrance, fingerprint.high(), fingerprint.low(), token, end);
    }

    /** The fingerprint's own place, or one that is free, or the last of its group. */
    private int placeFor(int group, Fingerprint fingerprint, long now) {
        int own = find(group, fingerprint);
        if (own != ABSENT) {
            return own;
        }
        int place = group * GROUP;
        int last = place + GROUP - 1;
        while (place < last && words[cell(place) + END] > now) {
            place++;
        }
        return place;
    }

    private int toFront(int group, int place) {
        int cell = cell(place);
        long high = words[cell];
        long low = words[cell + LOW];
        long token = words[cell + TOKEN];
        long end = words[cell + END];
        int front = group * GROUP;
        makeWay(front, place);
        write(front, high, low, token, end);
        return front;
    }

    /** Moves the claims before a place back by one, over the one in it. */
    private void makeWay(int from, int place) {
        System.arraycopy(words, cell(from), words, cell(from) + WORDS, (place - from) * WORDS);
    }

    private void write(int place, long high, long low, long token, long end) {
        int cell = cell(place);
        words[cell] = high;
        words[cell + LOW] = low;
        words[cell + TOKEN] = token;
        words[cell + END] = end;
    }

    private void free(int place) {
        if (place != ABSENT) {
            words[cell(place) + END] = FREE;
        }
    }

    private int find(int group, Fingerprint fingerprint) {
        for (int place = group * GROUP; place < (group + 1) * GROUP; place++) {
            int cell = cell(place);
            if (words[cell] == fingerprint.high() && words[cell + LOW] == fingerprint.low()) {
                return place;
            }
        }
        return ABSENT;
    }

    private long hashOf(long token) {
        return hash.of(token, 0);
    }

    /** Maps the upper half of the hash to a group; the marks and the changes use the lower. */
    private int group(long hashed) {
        return (int) (((hashed >>> 32) * groups) >>> 32);
    }

    private Object lock(int group) {
        return locks[group % LOCKS];
    }

    private static int find(long marks, long mark) {
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            if (((marks >>> shift) & MARK) == mark) {
                return shift;
            }
        }
        return ABSENT;
    }

    private static int cell(int place) {
        return place / GROUP * WORDS_PER_GROUP + place % GROUP * WORDS;
    }
}
