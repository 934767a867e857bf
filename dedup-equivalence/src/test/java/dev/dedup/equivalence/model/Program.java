// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import dev.dedup.identity.Fingerprint;
import dev.dedup.testservers.claims.Posts;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A program that runs on all stores side by side, each step on one after the other. */
final class Program {
    static final int POSTS = 4;

    private final Benches benches;
    private final Setup setup;
    private final List<StoreRun> runs;
    private final List<Step> steps = new ArrayList<>();

    Program(Benches benches) {
        this.benches = benches;
        this.setup = benches.setup();
        List<Fingerprint> posts = Posts.fresh(POSTS);
        this.runs = benches.list().stream()
                .map(bench -> new StoreRun(bench, setup, posts))
                .toList();
        benches.programBegins();
    }

    /** Looks at what has come of it all. */
    Program end() {
        run(new Step.Lookup(0, IntStream.range(0, POSTS).boxed().toList()));
        runs.forEach(StoreRun::close);
        return this;
    }

    /** Takes steps in turn, but none beyond the longest program. */
    void runWithin(int longest, List<Step> some) {
        some.stream().limit(longest - steps.size()).forEach(this::run);
    }

    /** Takes a step. Fails with the whole program, as a test that can be run, if a store's answer is not the model's. */
    Program run(Step step) {
        steps.add(step);
        runs.forEach(run -> run(step, run));
        benches.stepWasTaken(step);
        return this;
    }

    @Override
    public String toString() {
        return steps.size() + " steps";
    }

    private void run(Step step, StoreRun run) {
        try {
            run.take(step);
        } catch (AssertionError | RuntimeException e) {
            benches.programFailed();
            throw new AssertionError(
                    run + ", " + setup + ", " + step + ": " + e.getMessage() + "\nThe program as a test:\n"
                            + Source.of(setup, steps),
                    e);
        }
    }
}
