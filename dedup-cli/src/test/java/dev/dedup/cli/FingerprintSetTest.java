// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A set of fingerprints holds each once, and gives all of them back. */
class FingerprintSetTest {
    private static List<Fingerprint> inBatches(FingerprintSet set, int most) {
        List<Fingerprint> all = new ArrayList<>();
        set.forEachBatch(most, batch -> {
            assertThat(batch).hasSizeBetween(1, most);
            return all.addAll(batch);
        });
        return all;
    }

    /** Few values, so that many are equal, and most of them in one segment. */
    @Property(tries = 300)
    void isLikeAnyOtherSet(
            @ForAll @Size(max = 200) List<@LongRange(min = -2, max = 2) Long> highs,
            @ForAll @LongRange(min = -5, max = 40) long low,
            @ForAll @IntRange(min = 1, max = 20) int most) {
        FingerprintSet set = new FingerprintSet();
        Set<Fingerprint> model = new HashSet<>();
        for (int i = 0; i < highs.size(); i++) {
            Fingerprint fingerprint = Fingerprint.of(highs.get(i), low * (i % 7));

            assertThat(set.add(fingerprint)).isEqualTo(model.add(fingerprint));
        }
        assertThat(set.size()).isEqualTo(model.size());
        assertThat(inBatches(set, most)).containsExactlyInAnyOrderElementsOf(model);
    }

    @ParameterizedTest
    @CsvSource({"0, 10", "1, 10", "10, 10", "20000, 7", "20000, 100000"})
    void growsAndGivesAllBack(int count, int most) {
        FingerprintSet set = new FingerprintSet();
        List<Fingerprint> given = LongStream.range(0, count)
                .mapToObj(i -> Fingerprint.of(i * 0x9E3779B97F4A7C15L, i))
                .toList();
        given.forEach(fingerprint -> assertThat(set.add(fingerprint)).isTrue());
        given.forEach(fingerprint -> assertThat(set.add(fingerprint)).isFalse());

        assertThat(inBatches(set, most)).containsExactlyInAnyOrderElementsOf(given);
    }

    @Test
    void stopsWhenNoMoreIsWanted() {
        FingerprintSet set = new FingerprintSet();
        LongStream.range(0, 30).forEach(i -> set.add(Fingerprint.of(i, i)));
        List<Fingerprint> taken = new ArrayList<>();

        set.forEachBatch(10, batch -> {
            taken.addAll(batch);
            return taken.size() < 20;
        });

        assertThat(taken).hasSize(20).doesNotHaveDuplicates();
    }
}
