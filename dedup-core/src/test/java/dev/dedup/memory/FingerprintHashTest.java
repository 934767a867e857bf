// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import java.util.Arrays;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FingerprintHashTest {
    private static final int BUCKETS = 256;
    private static final int KEYS = 256 * 1_000;

    static Stream<LongFunction<Fingerprint>> rows() {
        return Stream.of(
                i -> Fingerprint.of(0, i),
                i -> Fingerprint.of(i, 0),
                i -> Fingerprint.of(i, i),
                i -> Fingerprint.of(i, -i),
                i -> Fingerprint.of(0, i << 40),
                i -> Fingerprint.of(i << 32, i << 32));
    }

    /** The three parts of the hash that choose a segment, a group and a tag, each over 256 buckets of about a thousand. */
    @ParameterizedTest
    @MethodSource("rows")
    void spreadsCountersEvenly(LongFunction<Fingerprint> row) {
        FingerprintHash hash = new FingerprintHash(1);
        int[][] counts = new int[3][BUCKETS];
        for (long i = 0; i < KEYS; i++) {
            long hashed = hash.of(row.apply(i));
            counts[0][(int) (hashed >>> 56)]++;
            counts[1][(int) (hashed >>> 32) & 0xff]++;
            counts[2][(int) hashed & 0xff]++;
        }
        for (int[] part : counts) {
            assertThat(Arrays.stream(part).min().orElseThrow()).isGreaterThan(800);
            assertThat(Arrays.stream(part).max().orElseThrow()).isLessThan(1_200);
        }
    }

    @Property
    void dependsOnTheSeedAndOnBothHalves(@ForAll long seed, @ForAll long high, @ForAll long low) {
        long hashed = new FingerprintHash(seed).of(high, low);
        assertThat(new FingerprintHash(seed).of(high, low)).isEqualTo(hashed);
        assertThat(new FingerprintHash(seed + 1).of(high, low)).isNotEqualTo(hashed);
        assertThat(new FingerprintHash(seed).of(high + 1, low)).isNotEqualTo(hashed);
        assertThat(new FingerprintHash(seed).of(high, low + 1)).isNotEqualTo(hashed);
    }
}
