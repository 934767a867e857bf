// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CapacityLadderTest {
    private static final int BYTES_PER_GROUP = 33 * Long.BYTES;

    @Property
    void hasRoomForAllClaims(
            @ForAll @IntRange(max = 8_191) int segment, @ForAll @IntRange(max = 50_000_000) int claims) {
        int groups = CapacityLadder.ofSegment(segment).groupsFor(claims);
        assertThat(CapacityLadder.claimsIn(groups)).isGreaterThanOrEqualTo(claims);
        assertThat(groups).isPositive();
    }

    @Property
    void growsByAboutThreeTenths(
            @ForAll @IntRange(max = 8_191) int segment, @ForAll @IntRange(min = 1_000, max = 1_000_000) int claims) {
        CapacityLadder ladder = CapacityLadder.ofSegment(segment);
        int groups = ladder.groupsFor(claims);
        int next = ladder.groupsFor(CapacityLadder.claimsIn(groups) + 1);
        assertThat((double) next / groups).isBetween(1.28, 1.32);
    }

    @Property
    void alwaysGrows(@ForAll @IntRange(max = 8_191) int segment, @ForAll @IntRange(min = 1, max = 1_000) int groups) {
        assertThat(CapacityLadder.ofSegment(segment).groupsFor(CapacityLadder.claimsIn(groups) + 1))
                .isGreaterThan(groups);
    }

    @Property
    void shrinksATableThatIsAQuarterFull(
            @ForAll @IntRange(max = 8_191) int segment, @ForAll @IntRange(min = 2, max = 100_000) int groups) {
        int claims = CapacityLadder.claimsIn(groups) / 4 - 1;
        assertThat(CapacityLadder.ofSegment(segment).groupsFor(claims + claims / 4 + 1))
                .isLessThan(groups);
    }

    @Test
    void beginsWithOneGroup() {
        for (int segment = 0; segment < 8_192; segment++) {
            assertThat(CapacityLadder.ofSegment(segment).groupsFor(1)).isEqualTo(1);
        }
    }

    /** All segments together, at every number of claims: there is no moment at which all of them have just grown. */
    @Property(tries = 200)
    void keepsTheAverageSizeOfAClaimSteady(@ForAll @IntRange(min = 300, max = 20_000) int claimsPerSegment) {
        long bytes = 0;
        for (int segment = 0; segment < 1_000; segment++) {
            bytes += (long) CapacityLadder.ofSegment(segment).groupsFor(claimsPerSegment) * BYTES_PER_GROUP;
        }
        assertThat(bytes / 1_000.0 / claimsPerSegment).isBetween(42.0, 44.5);
    }
}
