// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static dev.dedup.spi.Verdict.CLAIMED;
import static dev.dedup.spi.Verdict.DUPLICATE;
import static dev.dedup.spi.Verdict.IN_FLIGHT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LettersTest {
    @Test
    void tellsEachKeyButThoseThatSomebodyElseHasWritten() {
        assertThat(new Letters("nodol").verdicts()).containsExactly(null, CLAIMED, DUPLICATE, CLAIMED, IN_FLIGHT);
    }

    @Test
    void refusesAnotherLetter() {
        assertThatThrownBy(() -> new Letters("nx").verdicts())
                .hasMessage("The server answered a claim with the letter 'x'");
    }
}
