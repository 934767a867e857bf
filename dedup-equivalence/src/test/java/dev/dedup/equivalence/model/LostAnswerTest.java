// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dedup.spi.ClaimState;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a store answers is judged, also where nobody is told. */
class LostAnswerTest {
    private static final List<Integer> POST = List.of(0);

    /** The repetition is answered rightly, and that is what the deduplicator tells. */
    @Test
    void wrongAnswerThatIsLostBeforeADeduplicator() {
        assertFound(
                Mistake.DENIES_WHAT_IT_CLAIMS,
                new Step.ClaimAll(0, POST, ClaimState.CONFIRMED, Hold.LONG, Fate.ANSWER_LOST));
    }

    @Test
    void wrongAnswerThatIsLostBeforeAWorker() {
        assertFound(
                Mistake.DENIES_WHAT_IT_CLAIMS,
                new Step.Claim(0, POST, ClaimState.CONFIRMED, Hold.LONG, Fate.ANSWER_LOST));
    }

    /** The deduplicator tells of the action's failure, whatever becomes of the lease. */
    @ParameterizedTest
    @EnumSource
    void wrongAnswerToTheReleaseAfterAFailedAction(Fate fate) {
        assertFound(Mistake.DENIES_WHAT_IT_RELEASES, new Step.ProcessOnce(0, 0, Hold.LONG, false, fate));
    }

    private static void assertFound(Mistake mistake, Step step) {
        try (Benches benches = Benches.of(mistake.bench())) {
            Program program = new Program(benches);
            assertThatThrownBy(() -> program.run(step))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining(mistake + ", PLAIN, " + step);
        }
    }
}
