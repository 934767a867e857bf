// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dedup.spi.ClaimState;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ExpiringTableTest {
    private static final int NO_SUCH_ARRAY = (Integer.MAX_VALUE - 1) / 33;

    private final FingerprintHash hash = new FingerprintHash(7);
    private final ExpiringTable table = new ExpiringTable(hash, CapacityLadder.ofSegment(0));

    @Test
    void isNotDueBeforeTheFirstExpiry() {
        add(1, 100);
        add(2, 90);
        assertThat(table.isSweepDue(89)).isFalse();
        assertThat(table.isSweepDue(90)).isTrue();
    }

    @Test
    void isNeverDueForClaimsWithoutAnEnd() {
        add(1, ExpiryWord.NEVER);
        assertThat(table.isSweepDue(ExpiryWord.clamp(Long.MAX_VALUE))).isFalse();
    }

    @Test
    void sweepsWhatHasExpiredAndNothingElse() {
        fill(200);
        assertThat(table.sweepAll(1_100)).isEqualTo(101);
        assertThat(table.size()).isEqualTo(99);
        for (int key = 0; key < 200; key++) {
            assertThat(slot(key) != SlotTable.ABSENT).isEqualTo(1_000 + key > 1_100);
        }
    }

    @Test
    void isDueAgainExactlyAtTheNextExpiryAfterASweep() {
        fill(200);
        table.sweepAll(1_100);
        assertThat(table.isSweepDue(1_100)).isFalse();
        assertThat(table.isSweepDue(1_101)).isTrue();
    }

    @Test
    void sweepsTheWholeTableGroupByGroup() {
        fill(200);
        int groups = table.groups();
        int removed = 0;
        for (int i = 0; i < groups; i++) {
            assertThat(table.isSweepDue(1_100)).isTrue();
            removed += table.sweepGroup(1_100);
        }
        assertThat(removed).isEqualTo(101);
        assertThat(table.isSweepDue(1_100)).isFalse();
    }

    @Test
    void growsWhenItIsFull() {
        while (!table.isFull()) {
            add(table.size(), 100);
        }
        int groups = table.groups();
        table.growUnlessSwept();
        assertThat(table.groups()).isGreaterThan(groups);
        assertThat(table.isFull()).isFalse();
    }

    @Test
    void doesNotGrowAfterASweepThatMadeRoom() {
        fill(200);
        int groups = table.groups();
        table.sweepAll(1_050);
        table.growUnlessSwept();
        assertThat(table.groups()).isEqualTo(groups);
    }

    @Test
    void shrinksOnlyWhenItIsMostlyEmpty() {
        fill(200);
        int groups = table.groups();
        table.sweepAll(1_099);
        table.shrinkIfSparse();
        assertThat(table.groups()).isEqualTo(groups);
        table.sweepAll(1_180);
        table.shrinkIfSparse();
        assertThat(table.groups()).isLessThan(groups / 3);
        assertThat(table.isFull()).isFalse();
        for (int key = 181; key < 200; key++) {
            assertThat(slot(key)).isNotEqualTo(SlotTable.ABSENT);
        }
    }

    @Test
    void keepsItsSizeWhereThereIsNoMemoryToShrink() {
        ExpiringTable stuck = new ExpiringTable(hash, claims -> claims == 1 ? 10 : NO_SUCH_ARRAY);
        stuck.insert(hash.of(1, 1), 1, 1, 1, 1);
        stuck.shrinkIfSparse();
        assertThat(stuck.groups()).isEqualTo(10);
        assertThat(stuck.find(hash.of(1, 1), 1, 1)).isNotEqualTo(SlotTable.ABSENT);
    }

    @Test
    void staysWholeWhereThereIsNoMemoryToGrow() {
        ExpiringTable stuck = new ExpiringTable(hash, claims -> claims == 1 ? 1 : NO_SUCH_ARRAY);
        for (int key = 0; key < 7; key++) {
            stuck.insert(hash.of(key, key), key, key, key, 1);
        }
        assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(stuck::growUnlessSwept);
        for (int key = 0; key < 7; key++) {
            assertThat(stuck.find(hash.of(key, key), key, key)).isNotEqualTo(SlotTable.ABSENT);
        }
    }

    /** However claims come, go and are moved in the middle of rounds, a claim never expires before the sweep is due. */
    @Property(tries = 200)
    void isDueWheneverAClaimHasExpired(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<Integer, Long> expiries = new HashMap<>();
        long now = 0;
        for (int step = 0; step < 400; step++) {
            now += random.nextInt(2);
            int key = random.nextInt(100);
            if (slot(key) != SlotTable.ABSENT) {
                table.drop(slot(key));
                expiries.remove(key);
            } else {
                make(key, now + 1 + random.nextInt(200), expiries);
            }
            if (table.isSweepDue(now)) {
                table.sweepGroup(now);
                expiries.keySet().removeIf(gone -> slot(gone) == SlotTable.ABSENT);
            }
            boolean expired = expiries.values().stream().anyMatch(isPast(now));
            assertThat(table.isSweepDue(now) || !expired).isTrue();
        }
        table.sweepAll(Long.MAX_VALUE >> 1);
        assertThat(table.size()).isZero();
    }

    private static Predicate<Long> isPast(long now) {
        return expiry -> expiry <= now;
    }

    private void make(int key, long expiresAt, Map<Integer, Long> expiries) {
        if (table.isFull()) {
            table.growUnlessSwept();
        }
        add(key, expiresAt);
        expiries.put(key, expiresAt);
    }

    /** Adds claims 0, 1, 2, …, which expire at 1000, 1001, 1002, …. */
    private void fill(int claims) {
        for (int key = 0; key < claims; key++) {
            if (table.isFull()) {
                table.growUnlessSwept();
            }
            add(key, 1_000 + key);
        }
    }

    private void add(int key, long expiresAt) {
        table.insert(hash.of(key, key), key, key, 1, ExpiryWord.of(expiresAt, ClaimState.CONFIRMED));
        table.note(expiresAt);
    }

    private int slot(int key) {
        return table.find(hash.of(key, key), key, key);
    }
}
