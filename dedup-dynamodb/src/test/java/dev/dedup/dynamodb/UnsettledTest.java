// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.spi.ClaimToken;
import org.junit.jupiter.api.Test;

class UnsettledTest {
    private final Unsettled unsettled = new Unsettled();

    @Test
    void knowsATokenUntilItIsSettled() {
        assertThat(unsettled.begin(new ClaimToken(1))).isTrue();
        assertThat(unsettled.begin(new ClaimToken(1))).isFalse();
        assertThat(unsettled.begin(new ClaimToken(2))).isTrue();
        unsettled.end(new ClaimToken(1));
        assertThat(unsettled.begin(new ClaimToken(1))).isTrue();
    }

    @Test
    void forgetsTheOldestOfVeryMany() {
        for (int i = 0; i <= 10_000; i++) {
            assertThat(unsettled.begin(new ClaimToken(i))).isTrue();
        }
        assertThat(unsettled.begin(new ClaimToken(10_000))).as("the latest").isFalse();
        assertThat(unsettled.begin(new ClaimToken(0))).as("the oldest").isTrue();
    }
}
