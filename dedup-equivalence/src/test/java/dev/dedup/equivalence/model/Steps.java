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
    private static final int LONGEST = Integer.getInteger("equivalence.steps", 20);

    /** The sequences that are drawn as a whole have up to four steps, and what comes before them has some. */
    private static final int SHORTEST_WHOLE = 10;

    private Steps() {}

    /** Whether programs are so long that every sequence of steps comes whole in some of them. */
    static boolean areWhole() {
        return LONGEST >= SHORTEST_WHOLE;
    }

    /** Programs of every kind of step. */
    static ActionChainArbitrary<Program> programs(Benches benches) {
        return ActionChain.startWith(() -> new Program(benches))
                .withAction(6, action(claim()))
                .withAction(3, action(renew()))
                .withAction(2, action(some().flatMap(Steps::release)))
                .withAction(1, action(some().flatMap(Steps::forget)))
                .withAction(2, action(Combinators.combine(worker(), some()).as(Step.Lookup::new)))
                .withAction(4, action(retry()))
                .withAction(3, action(claimAll()))
                .withAction(2, action(processOnce()))
                .withAction(2, action(Arbitraries.of(1, 10, 24, 25, 30).map(Step.Pass::new)))
                .withAction(1, action(worker().map(Step.Crash::new)))
                .withAction(1, action(worker().map(Step.Reopen::new)))
                .withAction(4, actions(ends().flatMap(Steps::shortClaim)))
                .withAction(3, actions(lease()))
                .withAction(3, actions(renewal()))
                .withMaxTransformations(LONGEST);
    }

    private static Action.Independent<Program> action(Arbitrary<? extends Step> steps) {
        return actions(steps.map(List::of));
    }

    private static Action.Independent<Program> actions(Arbitrary<? extends List<? extends Step>> steps) {
        return () -> steps.map(
                some -> Transformer.mutate(some.toString(), program -> program.runWithin(LONGEST, List.copyOf(some))));
    }

    private static Arbitrary<Step> claim() {
        return Combinators.combine(worker(), some(), state(), hold(), arrival()).as(Step.Claim::new);
    }

    private static Arbitrary<Step> renew() {
        return Combinators.combine(worker(), some(), state(), hold(), arrival()).as(Step.Renew::new);
    }

    private static Arbitrary<Step> release(List<Integer> posts) {
        return Combinators.combine(worker(), arrival()).as((worker, fate) -> new Step.Release(worker, posts, fate));
    }

    private static Arbitrary<Step> forget(List<Integer> posts) {
        return Combinators.combine(worker(), arrival()).as((worker, fate) -> new Step.Forget(worker, posts, fate));
    }

    private static Arbitrary<Step> retry() {
        return Combinators.combine(worker(), Arbitraries.frequency(Tuple.of(3, 0), Tuple.of(1, 1), Tuple.of(1, 3)))
                .as(Step.Retry::new);
    }

    private static Arbitrary<Step> claimAll() {
        return Combinators.combine(worker(), posts().ofMaxSize(2 * Program.POSTS), state(), finiteHold(), fate())
                .as(Step.ClaimAll::new);
    }

    private static Arbitrary<Step> processOnce() {
        return Combinators.combine(worker(), post(), finiteHold(), Arbitraries.of(true, false), fate())
                .as(Step.ProcessOnce::new);
    }

    /** The moments before, at and after the end of a short claim, the end most often. */
    private static Arbitrary<Step> ends() {
        return Arbitraries.frequency(
                        Tuple.of(1, 1),
                        Tuple.of(2, Hold.SHORT_MILLIS - 1),
                        Tuple.of(4, Hold.SHORT_MILLIS),
                        Tuple.of(1, 33))
                .map(Step.Pass::new);
    }

    /** A short claim of a free post, and what is asked about it around its end, by its holder or by another worker. */
    private static Arbitrary<List<Step>> shortClaim(Step pass) {
        return Combinators.combine(worker(), post().map(List::of), state(), state(), hold())
                .flatAs((worker, post, state, next, hold) -> Arbitraries.of(
                                new Step.Renew(worker, post, next, hold, Fate.ANSWERED),
                                new Step.Release(worker, post, Fate.ANSWERED),
                                new Step.Retry(worker, 0),
                                new Step.Claim((worker + 1) % Bench.WORKERS, post, next, hold, Fate.ANSWERED),
                                new Step.Forget(worker, post, Fate.ANSWERED),
                                new Step.Lookup(worker, post))
                        .map(end -> List.of(
                                new Step.Forget(worker, post, Fate.ANSWERED),
                                new Step.Claim(worker, post, state, Hold.SHORT, Fate.ANSWERED),
                                pass,
                                end)));
    }

    /** A lease by hand, and what becomes of it; around its end, if it is a short one. */
    private static Arbitrary<List<Step>> lease() {
        return Arbitraries.frequencyOf(
                Tuple.of(3, ends().flatMap(pass -> lease(Hold.SHORT, pass))),
                Tuple.of(1, lease(Hold.LONG, new Step.Pass(1))));
    }

    private static Arbitrary<List<Step>> lease(Hold hold, Step pass) {
        return Combinators.combine(worker(), post(), Arbitraries.of(Settlement.values()), fate(), fate())
                .as((worker, post, how, fate, fateOfEnd) -> List.of(
                        new Step.Lease(worker, post, hold, fate), pass, new Step.Settle(worker, how, fateOfEnd)));
    }

    /** A claim, and what it looks like once it is renewed. */
    private static Arbitrary<List<Step>> renewal() {
        return Combinators.combine(worker(), post().map(List::of), state(), state(), Arbitraries.of(Hold.values()))
                .as((worker, post, state, next, hold) -> List.of(
                        new Step.Claim(worker, post, state, Hold.LONG, Fate.ANSWERED),
                        new Step.Renew(worker, post, next, hold, Fate.ANSWERED),
                        new Step.Lookup(worker, post)));
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

    private static Arbitrary<Hold> finiteHold() {
        return Arbitraries.of(Hold.SHORT, Hold.LONG);
    }

    private static Arbitrary<Fate> fate() {
        return Arbitraries.frequency(
                Tuple.of(4, Fate.ANSWERED), Tuple.of(1, Fate.REQUEST_LOST), Tuple.of(1, Fate.ANSWER_LOST));
    }

    /** A worker's own request: whether it knows the answer shows in what it does next, as {@link Step.Retry}. */
    private static Arbitrary<Fate> arrival() {
        return Arbitraries.frequency(Tuple.of(5, Fate.ANSWERED), Tuple.of(1, Fate.REQUEST_LOST));
    }
}
