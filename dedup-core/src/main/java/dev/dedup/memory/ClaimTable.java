// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.StoreException;
import dev.dedup.spi.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** All claims of a store, spread over segments that are made when their first claim comes. */
final class ClaimTable {
    /**
     * How many claims a segment holds in a full store. It then takes some 350 kB, grows within a millisecond, and stays below half
     * a region of the G1 collector, from which on an array takes whole regions for itself.
     */
    private static final int CLAIMS_PER_SEGMENT = 8192;

    /** The fewest segments, for threads that work at the same time. */
    private static final int FEWEST_SEGMENTS = 64;

    /** The most segments: heaps that hold more claims have larger regions too, up to 32 MB. */
    private static final int MOST_SEGMENTS = 8192;

    private final StoreClock clock;
    private final ClaimLimit limit;
    private final FingerprintHash hash;
    private final AtomicReferenceArray<@Nullable Segment> segments;

    /** Takes what {@link #touch} has read, so that the compiler cannot leave the reading out. */
    @SuppressWarnings("unused")
    private long touched;

    ClaimTable(StoreClock clock, long maximumClaims, long seed) {
        this(clock, maximumClaims, seed, segmentsFor(maximumClaims));
    }

    ClaimTable(StoreClock clock, long maximumClaims, long seed, int segmentCount) {
        this.clock = clock;
        this.limit = new ClaimLimit(maximumClaims);
        this.hash = new FingerprintHash(seed);
        this.segments = new AtomicReferenceArray<>(segmentCount);
    }

    /** Claims a fingerprint; at the limit only after all expired claims, of every segment, are gone, whoever swept them. */
    Verdict claim(Fingerprint fingerprint, Terms terms) {
        long hashed = hash.of(fingerprint);
        try {
            Verdict verdict = segment(hashed).claim(hashed, fingerprint, terms);
            while (verdict == null && (purge() > 0 || limit.hasRoom())) {
                verdict = segment(hashed).claim(hashed, fingerprint, terms);
            }
            return verdict != null ? verdict : refuse();
        } catch (OutOfMemoryError error) {
            throw noMemory(error);
        }
    }

    boolean renew(Fingerprint fingerprint, Terms terms) {
        long hashed = hash.of(fingerprint);
        Segment segment = segments.get(index(hashed));
        return segment != null && segment.renew(hashed, fingerprint, terms);
    }

    boolean release(Fingerprint fingerprint, long token) {
        long hashed = hash.of(fingerprint);
        Segment segment = segments.get(index(hashed));
        return segment != null && segment.release(hashed, fingerprint, token);
    }

    boolean forget(Fingerprint fingerprint) {
        long hashed = hash.of(fingerprint);
        Segment segment = segments.get(index(hashed));
        return segment != null && segment.forget(hashed, fingerprint);
    }

    Optional<ClaimRecord> lookup(Fingerprint fingerprint) {
        long hashed = hash.of(fingerprint);
        Segment segment = segments.get(index(hashed));
        return segment == null ? Optional.empty() : segment.lookup(hashed, fingerprint);
    }

    /**
     * Reads ahead for fingerprints that are about to be asked for.
     *
     * <p>The memory answers many independent reads at a time, while each lock and unlock of a segment waits for the reads before
     * it: read first and locked afterwards, the fingerprints of a batch wait for the memory together and not one after another.
     */
    void touch(List<Fingerprint> fingerprints, int from, int to) {
        long read = 0;
        for (int i = from; i < to; i++) {
            long hashed = hash.of(fingerprints.get(i));
            Segment segment = segments.get(index(hashed));
            read ^= segment == null ? 0 : segment.touch(hashed);
        }
        touched = read;
    }

    /** Returns the number of claims in the table: the live ones, and expired ones that are not swept yet. */
    long held() {
        return limit.held();
    }

    /** Returns the number of slots in all tables, free ones included. */
    long slots() {
        long slots = 0;
        for (int index = 0; index < segments.length(); index++) {
            Segment segment = segments.get(index);
            slots += segment == null ? 0 : segment.slots();
        }
        return slots;
    }

    private long purge() {
        long now = clock.millis();
        long removed = 0;
        for (int index = 0; index < segments.length(); index++) {
            Segment segment = segments.get(index);
            removed += (segment != null && segment.isSweepDue(now)) ? segment.purge() : 0;
        }
        return removed;
    }

    private Segment segment(long hashed) {
        int index = index(hashed);
        Segment segment = segments.get(index);
        return segment != null ? segment : newSegment(index);
    }

    private Segment newSegment(int index) {
        Segment made = new Segment(clock, limit, hash, CapacityLadder.ofSegment(index));
        Segment first = segments.compareAndExchange(index, null, made);
        return first != null ? first : made;
    }

    /** Maps the highest 24 bits of the hash to a segment; the table inside uses the other 40. */
    private int index(long hashed) {
        return (int) (((hashed >>> 40) * segments.length()) >>> 24);
    }

    private Verdict refuse() {
        throw limit.reached();
    }

    private StoreException noMemory(OutOfMemoryError error) {
        return StoreException.retryable(
                InMemoryClaimStore.NAME,
                "claim",
                "the heap of " + Runtime.getRuntime().maxMemory() + " bytes has no room for the table to grow beyond "
                        + limit.held() + " claims; raise the maximum heap (-Xmx) or set maximumClaims below "
                        + limit.maximum(),
                error);
    }

    private static int segmentsFor(long maximumClaims) {
        return (int) Math.max(FEWEST_SEGMENTS, Math.min(MOST_SEGMENTS, maximumClaims / CLAIMS_PER_SEGMENT));
    }
}
