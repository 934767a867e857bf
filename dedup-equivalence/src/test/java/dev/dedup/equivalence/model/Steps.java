// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import dev.dedup.spi.ClaimState;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import net.jqwik.api.arbitraries.ListArbitrary;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.ActionChainArbitrary;
import net.jqwik.api.state.Transformer;

/** Programs at random: few posts and few workers, so that they meet. */
final class Steps {
    private static final int LONGEST = 20;

    private Steps() {}

    /** Programs of every kind of step, which claims begin. */
    static ActionChainArbitrary<Program> programs(Benches benches) {
        return ActionChain.startWith(() -> new Program(benches))
                .withAction(6, action(claim()))
                .withAction(3, action(renew()))
                .withAction(2, action(some().flatMap(Steps::release)))
                .withAction(1, action(some().flatMap(Steps::forget)))
                .withAction(2, action(Combinators.combine(worker(), some()).as(Step.Lookup::new)))
                .withAction(4, action(worker().map(Step.Retry::new)))
                .withAction(3, action(claimAll()))
                .withAction(2, action(processOnce()))
                .withAction(3, action(Arbitraries.of(1, 10, 24, 25, 40).map(Step.Pass::new)))
                .withAction(1, action(worker().map(Step.Crash::new)))
                .withAction(1, action(worker().map(Step.Reopen::new)))
                .withMaxTransformations(LONGEST);
    }

    private static Action.Independent<Program> action(Arbitrary<? extends Step> steps) {
        return () -> steps.map(step -> Transformer.mutate(step.toString(), program -> program.run(step)));
    }

    private static Arbitrary<Step> claim() {
        return Combinators.combine(worker(), some(), state(), hold(), fate()).as(Step.Claim::new);
    }

    private static Arbitrary<Step> renew() {
        return Combinators.combine(worker(), some(), state(), hold(), fate()).as(Step.Renew::new);
    }

    private static Arbitrary<Step> release(List<Integer> posts) {
        return Combinators.combine(worker(), fate()).as((worker, fate) -> new Step.Release(worker, posts, fate));
    }

    private static Arbitrary<Step> forget(List<Integer> posts) {
        return Combinators.combine(worker(), fate()).as((worker, fate) -> new Step.Forget(worker, posts, fate));
    }

    private static Arbitrary<Step> claimAll() {
        return Combinators.combine(worker(), posts().ofMaxSize(2 * Program.POSTS), state(), fate())
                .as(Step.ClaimAll::new);
    }

    private static Arbitrary<Step> processOnce() {
        return Combinators.combine(worker(), post(), Arbitraries.of(true, false), fate())
                .as(Step.ProcessOnce::new);
    }

    private static Arbitrary<Integer> worker() {
        return Arbitraries.integers().between(0, Bench.WORKERS - 1);
    }

    private static Arbitrary<Integer> post() {
        return Arbitraries.integers().between(0, Program.POSTS - 1);
    }

    private static ListArbitrary<Integer> posts() {
        return post().list().ofMinSize(1);
    }

    private static Arbitrary<List<Integer>> some() {
        return posts().ofMaxSize(Program.POSTS).uniqueElements();
    }

    private static Arbitrary<ClaimState> state() {
        return Arbitraries.of(ClaimState.values());
    }

    private static Arbitrary<Hold> hold() {
        return Arbitraries.frequency(Tuple.of(3, Hold.SHORT), Tuple.of(3, Hold.LONG), Tuple.of(1, Hold.FOREVER));
    }

    private static Arbitrary<Fate> fate() {
        return Arbitraries.frequency(
                Tuple.of(4, Fate.ANSWERED), Tuple.of(1, Fate.REQUEST_LOST), Tuple.of(1, Fate.ANSWER_LOST));
    }
}
