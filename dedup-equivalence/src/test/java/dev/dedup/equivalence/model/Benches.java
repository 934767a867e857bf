// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.equivalence.StoreKind;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** The stores that are compared, over all programs, and a count of what was run on them. */
final class Benches implements AutoCloseable {
    /** In so many steps there is every kind of them, on any machine. */
    private static final int ENOUGH_FOR_EVERY_STEP = 900;

    /** And in so many every kind of them has come at the end of a claim, to the millisecond. */
    private static final int ENOUGH_FOR_EVERY_EDGE = 4_000;

    private static final Class<?>[] ASKED_AT_THE_END = {
        Step.Claim.class,
        Step.Renew.class,
        Step.Release.class,
        Step.Forget.class,
        Step.Lookup.class,
        Step.Retry.class,
        Step.Settle.class
    };

    private final List<Bench> benches;
    private final LongAdder remembered;
    private final Counts steps = new Counts();
    private Setup setup = Setup.PLAIN;
    private long programs;
    private boolean hasFailed;

    private Benches(List<Bench> benches, LongAdder remembered) {
        this.benches = benches;
        this.remembered = remembered;
    }

    /** One store that was made for a test. */
    static Benches of(Bench bench) {
        return new Benches(List.of(bench), new LongAdder());
    }

    /** All stores, each on the server that the tests of this JVM share. */
    static Benches ofAllStores() {
        return of(List.of(StoreKind.values()));
    }

    static Benches of(List<StoreKind> kinds) {
        LongAdder remembered = new LongAdder();
        return new Benches(
                kinds.stream().map(kind -> Bench.of(kind.shared(), remembered)).toList(), remembered);
    }

    /** Has the programs to come open their stores so. */
    Benches in(Setup ofPrograms) {
        setup = ofPrograms;
        return this;
    }

    Setup setup() {
        return setup;
    }

    List<Bench> list() {
        return benches;
    }

    void programBegins() {
        programs++;
    }

    void stepWasTaken(Step step) {
        steps.add(step, 1);
    }

    void programFailed() {
        hasFailed = true;
    }

    /** Fails if less was run than was to be. A program that failed has said enough. */
    void requirePrograms(int atLeast) {
        if (!hasFailed) {
            assertThat(programs).as("programs that were run").isGreaterThanOrEqualTo(atLeast);
            if (Steps.areWhole()) {
                requireSteps();
            }
        }
    }

    private void requireSteps() {
        if (steps.sum() >= ENOUGH_FOR_EVERY_STEP) {
            assertThat(steps.missing(Step.class.getPermittedSubclasses()))
                    .as("kinds of steps that no program took")
                    .isEmpty();
            assertThat(remembered.sum())
                    .as("verdicts from memories of recent duplicates")
                    .isPositive();
            assertThat(benches)
                    .as("stores that were asked at the end of a claim")
                    .allMatch(bench -> bench.edges().sum() > 0);
        }
        if (steps.sum() >= ENOUGH_FOR_EVERY_EDGE) {
            assertThat(benches)
                    .filteredOn(Bench::standsStill)
                    .as("stores that every kind of step asked at the very end of a claim")
                    .allMatch(bench -> bench.edges().missing(ASKED_AT_THE_END).isEmpty());
        }
    }

    @Override
    public String toString() {
        return programs + " programs of " + steps + " steps; " + remembered
                + " verdicts from memories of recent duplicates; at the end of a claim "
                + benches.stream().map(bench -> bench + ": " + bench.edges()).collect(Collectors.joining("; "));
    }

    @Override
    public void close() {
        benches.forEach(Bench::close);
    }
}
