// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.state.ActionChain;

/** A property that fails, which {@link FailureReportTest} runs. */
class MistakenProperties {
    private final Benches benches = Benches.of(Mistake.RELEASES_FOR_ANYBODY.bench());

    @Property(edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
    void storeAnswersAsTheModelDoes(@ForAll Setup setup, @ForAll("programs") ActionChain<Program> program) {
        benches.in(setup);
        program.run().end();
    }

    @Provide
    Arbitrary<ActionChain<Program>> programs() {
        return Steps.programs(benches);
    }
}
