// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dedup.spi.ClaimState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SlotTableTest {
    /** The largest table whose array the virtual machine refuses to make on any heap. */
    private static final int TOO_MANY_GROUPS = (Integer.MAX_VALUE - 1) / 33;

    private final FingerprintHash hash = new FingerprintHash(42);

    @Test
    void findsWhatWasInserted() {
        SlotTable table = new SlotTable(hash, 1);
        insert(table, 1, 70, 8);
        int slot = find(table, 1);
        assertThat(table.token(slot)).isEqualTo(70);
        assertThat(table.expiry(slot)).isEqualTo(8);
        assertThat(table.isFree(slot)).isFalse();
        assertThat(find(table, 2)).isEqualTo(SlotTable.ABSENT);
    }

    @Test
    void holdsUnderAnotherToken() {
        SlotTable table = new SlotTable(hash, 1);
        insert(table, 1, 70, 8);
        table.hold(find(table, 1), 71, 9);
        assertThat(table.token(find(table, 1))).isEqualTo(71);
        assertThat(table.expiry(find(table, 1))).isEqualTo(9);
        assertThat(table.size()).isEqualTo(1);
    }

    @Test
    void doesNotFindWhatARemovedClaimLeftInItsSlot() {
        SlotTable table = new SlotTable(hash, 1);
        insert(table, 1, 70, 8);
        int slot = find(table, 1);
        table.remove(slot);
        assertThat(table.isFree(slot)).isTrue();
        assertThat(find(table, 1)).isEqualTo(SlotTable.ABSENT);
        assertThat(table.size()).isZero();
    }

    /** A free slot differs from tag 1 in one bit, and a quicker search for equal bytes would take it for a match here. */
    @Test
    void doesNotFindWhatIsLeftBesideAClaimWithTheLowestTag() {
        int[] keys = IntStream.range(0, 10_000)
                .filter(key -> (hash.of(key, -key) & 0xff) == 1)
                .limit(2)
                .toArray();
        SlotTable table = new SlotTable(hash, 1);
        insert(table, keys[0], 70, 8);
        insert(table, keys[1], 71, 8);
        table.remove(find(table, keys[1]));
        assertThat(find(table, keys[1])).isEqualTo(SlotTable.ABSENT);
    }

    @Test
    void staysAsItIsWhereThereIsNoMemoryToGrow() {
        SlotTable table = new SlotTable(hash, 1);
        for (int key = 0; key < 7; key++) {
            insert(table, key, key, 8);
        }
        assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> table.resize(TOO_MANY_GROUPS));
        assertThat(table.groups()).isEqualTo(1);
        assertThat(table.size()).isEqualTo(7);
        for (int key = 0; key < 7; key++) {
            assertThat(table.token(find(table, key))).isEqualTo(key);
        }
    }

    /** Small tables that are filled to the last slot but one: claims go past full groups, and round the end of the table. */
    @Property(tries = 300)
    void agreesWithAMap(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int groups) {
        SlotTable table = new SlotTable(new FingerprintHash(seed), groups);
        SplittableRandom random = new SplittableRandom(seed);
        Map<Integer, Long> model = new LinkedHashMap<>();
        for (int step = 0; step < 300; step++) {
            int key = random.nextInt(groups * 10);
            if (model.containsKey(key)) {
                assertThat(remove(table, new FingerprintHash(seed), key)).isEqualTo(model.remove(key));
            } else if (table.size() < groups * SlotTable.GROUP - 1) {
                long token = random.nextLong();
                table.insert(new FingerprintHash(seed).of(key, -key), key, -key, token, token << 1);
                model.put(key, token);
            }
            requireSame(table, new FingerprintHash(seed), model, groups * 10);
        }
    }

    @Property(tries = 100)
    void keepsAllClaimsWhenItIsResized(
            @ForAll long seed,
            @ForAll @IntRange(max = 40) int claims,
            @ForAll @IntRange(min = 6, max = 50) int groups) {
        FingerprintHash seeded = new FingerprintHash(seed);
        SlotTable table = new SlotTable(seeded, 6);
        Map<Integer, Long> model = new LinkedHashMap<>();
        for (int key = 0; key < claims; key++) {
            table.insert(seeded.of(key, -key), key, -key, key * 7L, key);
            model.put(key, key * 7L);
        }
        table.resize(groups);
        assertThat(table.groups()).isEqualTo(groups);
        requireSame(table, seeded, model, 41);
    }

    @Property(tries = 300)
    void reportsTheEarliestOfTheClaimsItMoved(@ForAll long seed) {
        FingerprintHash seeded = new FingerprintHash(seed);
        SlotTable table = new SlotTable(seeded, 4);
        for (int key = 0; key < 30; key++) {
            table.insert(seeded.of(key, -key), key, -key, key, ExpiryWord.of(1_000 + key, ClaimState.LEASED));
        }
        int[] before = new int[30];
        for (int key = 0; key < 30; key++) {
            before[key] = table.find(seeded.of(key, -key), key, -key);
        }
        int removed = new SplittableRandom(seed).nextInt(30);
        long reported = table.remove(before[removed]);
        long expected = ExpiryWord.NEVER;
        for (int key = 0; key < 30; key++) {
            boolean moved = key != removed && table.find(seeded.of(key, -key), key, -key) != before[key];
            expected = moved ? Math.min(expected, 1_000 + key) : expected;
        }
        assertThat(reported).isEqualTo(expected);
    }

    @Property(tries = 100)
    void readsAheadWithoutHarm(@ForAll long seed, @ForAll @IntRange(max = 15) int claims) {
        SlotTable table = new SlotTable(hash, 2);
        for (int key = 0; key < claims; key++) {
            insert(table, key, key, key);
        }
        table.touch(seed);
        assertThat(table.size()).isEqualTo(claims);
    }

    private static void requireSame(SlotTable table, FingerprintHash hash, Map<Integer, Long> model, int keys) {
        assertThat(table.size()).isEqualTo(model.size());
        for (int key = 0; key < keys; key++) {
            int slot = table.find(hash.of(key, -key), key, -key);
            assertThat(slot == SlotTable.ABSENT ? null : table.token(slot)).isEqualTo(model.get(key));
        }
    }

    private static long remove(SlotTable table, FingerprintHash hash, int key) {
        int slot = table.find(hash.of(key, -key), key, -key);
        long token = table.token(slot);
        table.remove(slot);
        return token;
    }

    private void insert(SlotTable table, int key, long token, long expiry) {
        table.insert(hash.of(key, -key), key, -key, token, expiry);
    }

    private int find(SlotTable table, int key) {
        return table.find(hash.of(key, -key), key, -key);
    }
}
