// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The programs of one build find out each mistake; that which is found last takes some fifteen programs on average. */
@Tag("one-jdk")
class MistakeTest {
    private static final int PROGRAMS = 200;

    @ParameterizedTest
    @EnumSource
    void isFoundOut(Mistake mistake) {
        try (Benches benches = Benches.of(mistake.bench())) {
            assertThatThrownBy(() -> JqwikSession.run(() -> run(benches)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining(mistake + ", ")
                    .hasMessageContaining("new Program(benches)");
        }
    }

    private static void run(Benches benches) {
        Steps.programs(benches)
                .sampleStream()
                .limit(PROGRAMS)
                .forEach(program -> program.run().end());
    }
}
