// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.state.ActionChain;

/**
 * All stores answer every program as the model does.
 *
 * <p>So many programs: {@code -Dequivalence.runs}; so many steps in each: {@code -Dequivalence.steps}.
 */
class EquivalenceTest {
    private static final int RUNS = Integer.getInteger("equivalence.runs", 200);
    private static final Benches BENCHES = Benches.ofAllStores();

    @AfterContainer
    static void theProgramsWereRun() {
        System.out.println("Compared with the model: " + BENCHES);
        BENCHES.close();
        BENCHES.requirePrograms(RUNS);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
    void everyStoreAnswersAsTheModelDoes(@ForAll Setup setup, @ForAll("programs") ActionChain<Program> program) {
        BENCHES.in(setup);
        program.run().end();
    }

    @Provide
    Arbitrary<ActionChain<Program>> programs() {
        return Steps.programs(BENCHES);
    }
}
