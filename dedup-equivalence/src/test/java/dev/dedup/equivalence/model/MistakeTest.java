// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The programs find out whatever may be wrong with a store; the flaw that is found last takes a few dozen of them. */
@Tag("one-jdk")
class FlawTest {
    private static final int PROGRAMS = 1_000;

    @ParameterizedTest
    @EnumSource
    void isFoundOut(Flaw flaw) {
        try (Benches benches = new Benches(List.of(flaw.bench()))) {
            assertThatThrownBy(() -> JqwikSession.run(() -> run(benches)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining(flaw + ", ")
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
