// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

/**
 * An open-addressing table of claims in one array of words; knows nothing of time, owners or threads.
 *
 * <p>Eight slots make a group. The array begins with one word of tags for each group, a byte per slot: 0 if the slot is free,
 * otherwise eight bits of the hash. The slots follow, four words each: the fingerprint's two halves, the token, and the {@link
 * ExpiryWord}. A claim sits in the first group that had room when it came, from its home group on. A search therefore ends at the
 * first group with a free slot, and {@link #remove(int)} keeps that true by moving claims back, so that there are no tombstones.
 */
class SlotTable {
    static final int GROUP = 8;
    static final int ABSENT = -1;

    private static final int WORDS = 4;
    private static final int WORDS_PER_GROUP = 1 + GROUP * WORDS;
    private static final int LOW = 1;
    private static final int TOKEN = 2;
    private static final int EXPIRY = 3;

    private static final long ONES = 0x0101010101010101L;
    private static final long LOWER_BITS = 0x7f7f7f7f7f7f7f7fL;

    private final FingerprintHash hash;
    private long[] words;
    private int groups;
    private int size;

    SlotTable(FingerprintHash hash, int groups) {
        this.hash = hash;
        this.words = new long[groups * WORDS_PER_GROUP];
        this.groups = groups;
    }

    final int size() {
        return size;
    }

    final int groups() {
        return groups;
    }

    final boolean isFree(int slot) {
        return ((words[slot / GROUP] >>> shift(slot)) & 0xff) == 0;
    }

    final long token(int slot) {
        return words[cell(slot) + TOKEN];
    }

    final long expiry(int slot) {
        return words[cell(slot) + EXPIRY];
    }

    final void hold(int slot, long token, long expiry) {
        words[cell(slot) + TOKEN] = token;
        words[cell(slot) + EXPIRY] = expiry;
    }

    /** Returns the fingerprint's slot, or {@link #ABSENT}. */
    final int find(long hashed, long high, long low) {
        long pattern = tag(hashed) * ONES;
        for (int group = home(hashed, groups); ; group = after(group)) {
            long tags = words[group];
            for (long matches = zeroBytes(tags ^ pattern); matches != 0; matches &= matches - 1) {
                int slot = group * GROUP + position(matches);
                int cell = cell(slot);
                if (words[cell] == high && words[cell + LOW] == low) {
                    return slot;
                }
            }
            if (zeroBytes(tags) != 0) {
                return ABSENT;
            }
        }
    }

    /** Adds a fingerprint that is absent; the table keeps at least one slot free, or a search would not end. */
    final void insert(long hashed, long high, long low, long token, long expiry) {
        int group = home(hashed, groups);
        while (zeroBytes(words[group]) == 0) {
            group = after(group);
        }
        int slot = group * GROUP + position(zeroBytes(words[group]));
        words[group] |= tag(hashed) << shift(slot);
        words[cell(slot)] = high;
        words[cell(slot) + LOW] = low;
        hold(slot, token, expiry);
        size++;
    }

    /**
     * Frees a slot and moves claims back that went past its group only because it was full.
     *
     * @return the earliest expiry among the claims moved, {@link ExpiryWord#NEVER} if none was
     */
    final long remove(int slot) {
        int hole = slot;
        long earliest = ExpiryWord.NEVER;
        boolean wasFull = isFull(hole / GROUP);
        free(hole);
        for (int group = after(hole / GROUP); wasFull; group = after(group)) {
            wasFull = isFull(group);
            int stray = strayFrom(hole / GROUP, group);
            if (stray != ABSENT) {
                earliest = Math.min(earliest, ExpiryWord.expiresAt(expiry(stray)));
                move(stray, hole);
                hole = stray;
            }
        }
        size--;
        return earliest;
    }

    /** Moves all claims into an array of another size; without memory for it, everything stays as it is. */
    final void resize(int newGroups) {
        SlotTable other = new SlotTable(hash, newGroups);
        for (int slot = 0; slot < groups * GROUP; slot++) {
            if (!isFree(slot)) {
                int cell = cell(slot);
                other.insert(hashOf(slot), words[cell], words[cell + LOW], token(slot), expiry(slot));
            }
        }
        words = other.words;
        groups = newGroups;
    }

    /**
     * Reads what a search would read first, so that it comes into the cache; the answer means nothing.
     *
     * <p>Needs no lock: whichever array it sees, it stays inside it.
     */
    final long touch(long hashed) {
        long[] seen = words;
        int seenGroups = seen.length / WORDS_PER_GROUP;
        int group = home(hashed, seenGroups);
        long matches = zeroBytes(seen[group] ^ (tag(hashed) * ONES));
        long candidates = matches != 0 ? matches : zeroBytes(seen[group]) | Long.MIN_VALUE;
        return seen[seenGroups + (group * GROUP + position(candidates)) * WORDS];
    }

    /** Returns a slot of {@code group} whose claim would rather be in the hole's group or before it, or {@link #ABSENT}. */
    private int strayFrom(int holeGroup, int group) {
        int distance = distance(holeGroup, group);
        for (int slot = group * GROUP; slot < (group + 1) * GROUP; slot++) {
            if (!isFree(slot) && distance(home(hashOf(slot), groups), group) >= distance) {
                return slot;
            }
        }
        return ABSENT;
    }

    private void move(int from, int to) {
        System.arraycopy(words, cell(from), words, cell(to), WORDS);
        words[to / GROUP] |= ((words[from / GROUP] >>> shift(from)) & 0xff) << shift(to);
        free(from);
    }

    private void free(int slot) {
        words[slot / GROUP] &= ~(0xffL << shift(slot));
    }

    private boolean isFull(int group) {
        return zeroBytes(words[group]) == 0;
    }

    private long hashOf(int slot) {
        return hash.of(words[cell(slot)], words[cell(slot) + LOW]);
    }

    private int cell(int slot) {
        return groups + slot * WORDS;
    }

    private int after(int group) {
        return group + 1 == groups ? 0 : group + 1;
    }

    private int distance(int from, int to) {
        return to >= from ? to - from : to - from + groups;
    }

    /** Maps bits 8 to 39 of the hash to a group by multiplication, which needs no power of two. */
    private static int home(long hashed, int groups) {
        return (int) ((((hashed >>> 8) & 0xffffffffL) * groups) >>> 32);
    }

    private static long tag(long hashed) {
        return Math.max(1, hashed & 0xff);
    }

    private static int shift(int slot) {
        return slot % GROUP * Byte.SIZE;
    }

    private static int position(long byteMarks) {
        return Long.numberOfTrailingZeros(byteMarks) / Byte.SIZE;
    }

    /** Marks the zero bytes of a word by their highest bits, exactly: no carry runs from one byte into the next. */
    private static long zeroBytes(long word) {
        return ~(((word & LOWER_BITS) + LOWER_BITS) | word | LOWER_BITS);
    }
}
