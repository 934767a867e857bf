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
    void tellsEachKeyWhereAllThatWereNotHeldWereWritten() {
        assertThat(new Letters("nodnl", 2).verdicts()).containsExactly(CLAIMED, CLAIMED, DUPLICATE, CLAIMED, IN_FLIGHT);
    }

    @Test
    void tellsNoKeyThatWasNotHeldWhereOneOfThemWasNotWritten() {
        assertThat(new Letters("nodnl", 1).verdicts()).containsExactly(null, CLAIMED, DUPLICATE, null, IN_FLIGHT);
    }

    @Test
    void refusesAnotherLetter() {
        assertThatThrownBy(() -> new Letters("nx", 1).verdicts())
                .hasMessage("The server answered a claim with the letter 'x'");
    }
}
