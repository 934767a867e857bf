// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.history;

import static dev.dedup.equivalence.history.Sign.KILLS;
import static dev.dedup.equivalence.history.Sign.LOSSES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rounds of which more comes, or less. */
class EvidenceTest {
    private final List<Integer> rounds = new ArrayList<>();

    /** Of each round the same. */
    private Evidence evidence(Map<Sign, Long> counts) {
        return Evidence.of(round -> {
            rounds.add(round);
            return new Evidence(counts);
        });
    }

    @Test
    void roundOfWhichEnoughComesIsTheLast() {
        evidence(Map.of(LOSSES, 5L, KILLS, 1L)).requireEnough();
        assertThat(rounds).containsExactly(0);
    }

    @Test
    void roundsTogetherAreEnough() {
        Evidence evidence = evidence(Map.of(LOSSES, 2L, KILLS, 1L));
        evidence.requireEnough();
        assertThat(evidence.counts()).isEqualTo(Map.of(LOSSES, 6L, KILLS, 3L));
        assertThat(rounds).containsExactly(0, 1, 2);
    }

    @Test
    void tooLittleInAllRoundsFails() {
        Evidence evidence = evidence(Map.of(LOSSES, 1L, KILLS, 1L));
        assertThat(rounds).containsExactly(0, 1, 2, 3);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(evidence::requireEnough)
                .withMessageContaining("LOSSES=4");
    }

    @Test
    void eachSignIsNeeded() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> evidence(Map.of(LOSSES, 100L, KILLS, 0L)).requireEnough())
                .withMessageContaining("KILLS=0");
    }
}
