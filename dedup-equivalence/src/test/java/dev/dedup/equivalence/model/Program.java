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
    private final List<Trial> trials;
    private final List<Step> steps = new ArrayList<>();

    Program(Benches benches) {
        this.benches = benches;
        List<Fingerprint> posts = Posts.fresh(POSTS);
        this.trials =
                benches.list().stream().map(bench -> new Trial(bench, posts)).toList();
        benches.programBegins();
    }

    /** Looks at what has come of it all. */
    Program end() {
        return run(new Step.Lookup(0, IntStream.range(0, POSTS).boxed().toList()));
    }

    /** Takes a step. Fails with the whole program, as a test that can be run, if a store's answer is not the model's. */
    Program run(Step step) {
        steps.add(step);
        long before = edges();
        trials.forEach(trial -> run(step, trial));
        benches.stepWasTaken(edges() - before);
        return this;
    }

    @Override
    public String toString() {
        return steps.size() + " steps";
    }

    private void run(Step step, Trial trial) {
        try {
            step.on(trial);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    trial + ", " + step + ": " + e.getMessage() + "\nThe program as a test:\n" + Source.of(steps), e);
        }
    }

    private long edges() {
        return trials.stream().mapToLong(Trial::edges).sum();
    }
}
