// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck;

import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** The steps of random programs: few fingerprints and few tokens, so that they meet. */
final class Programs {
    static final int POSTS = 5;
    static final int CALLERS = 3;

    private Programs() {}

    /** Steps for a clock that stands still: any hold, any pause, and expiries to the millisecond. */
    static Arbitrary<Step> exact(boolean forever) {
        List<Duration> pauses = List.of(
                Duration.ofMillis(1),
                Duration.ofMillis(2),
                Duration.ofMillis(9),
                Duration.ofMillis(10),
                Duration.ofHours(1));
        List<Duration> holds = new ArrayList<>(pauses);
        if (forever) {
            holds.add(ClaimRequest.FOREVER);
        }
        Arbitrary<Duration> pause = Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.just(Duration.ZERO)), Tuple.of(1, Arbitraries.of(pauses)));
        return steps(Combinators.combine(Arbitraries.of(holds), pause).as(Times::new));
    }

    /** Steps for a clock that runs by itself: a hold outlasts the program, or has ended before the next step. */
    static Arbitrary<Step> coarse(Duration lapse) {
        Times lasting = new Times(Duration.ofHours(1), Duration.ZERO);
        Times lapsing = new Times(Duration.ofMillis(1), lapse);
        return steps(Arbitraries.frequency(Tuple.of(5, lasting), Tuple.of(1, lapsing)));
    }

    private static Arbitrary<Step> steps(Arbitrary<Times> times) {
        Arbitrary<List<Integer>> some = Arbitraries.integers()
                .between(0, POSTS - 1)
                .list()
                .uniqueElements()
                .ofMinSize(1)
                .ofMaxSize(POSTS);
        return Combinators.combine(
                        Arbitraries.of(Step.Kind.values()),
                        some,
                        Arbitraries.integers().between(0, CALLERS - 1),
                        Arbitraries.of(ClaimState.values()),
                        times)
                .as((kind, asked, caller, state, time) ->
                        new Step(kind, asked, caller, state, time.hold(), time.pause()));
    }

    private record Times(Duration hold, Duration pause) {}
}
