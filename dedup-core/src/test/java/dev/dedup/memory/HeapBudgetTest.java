// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class HeapBudgetTest {
    private static final long GIBIBYTE = 1L << 30;

    @Test
    void givesThreeQuartersOfTheHeapToClaims() {
        assertThat(HeapBudget.defaultMaximum(4 * GIBIBYTE)).isEqualTo(3 * GIBIBYTE / 48);
    }

    @Test
    void leavesRoomForOneClaimOnTheSmallestHeapAndCountsTheLargest() {
        assertThat(HeapBudget.defaultMaximum(64)).isEqualTo(1);
        assertThat(HeapBudget.defaultMaximum(Long.MAX_VALUE)).isPositive();
    }

    @Test
    void acceptsAMaximumThatJustFits() {
        assertThat(HeapBudget.requireRoom(100, 4_800)).isEqualTo(100);
    }

    @Test
    void saysHowManyWouldFit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HeapBudget.requireRoom(101, 4_800))
                .withMessage("maximumClaims is 101, but the heap of 4800 bytes has room for 100 claims of 48 bytes;"
                        + " lower maximumClaims or raise the maximum heap (-Xmx)");
    }

    @Test
    void refusesLessThanOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HeapBudget.requireRoom(0, 4_800))
                .withMessage(
                        "maximumClaims is 0; it must be at least 1. Leave it out for a maximum that fits the heap");
    }
}
