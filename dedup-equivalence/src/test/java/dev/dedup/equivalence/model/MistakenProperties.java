// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.state.ActionChain;

/** A property that fails, which {@link FailureReportTest} runs. */
class FlawedProperties {
    @Property(edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
    void storeAnswersAsTheModelDoes(@ForAll("programs") ActionChain<Program> program) {
        program.run().end();
    }

    @Provide
    Arbitrary<ActionChain<Program>> programs() {
        return Steps.programs(new Benches(List.of(Flaw.RELEASES_FOR_ANYBODY.bench())));
    }
}
