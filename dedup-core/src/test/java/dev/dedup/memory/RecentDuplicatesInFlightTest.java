// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Random programs in which any number of requests are under way, each applied and answered at a moment of its own, or never answered;
 * another client is at the store, the clocks are set, and the machine sleeps. What must hold is in {@link InFlightRun}.
 */
class RecentDuplicatesInFlightTest {
    private static final int CALLS = 1_000;

    private static int remembered;
    private static int repeated;

    /** One step of a program. */
    private interface Step {
        void run(InFlightRun run);
    }

    @Property(tries = 1_000)
    void memorySpeaksOnlyForWhatIsHeld(@ForAll("steps") List<Step> steps) {
        runAll(steps);
    }

    /** Where the other client forgets so often that most verdicts are excused, and many claims meet what has just gone. */
    @Property(tries = 1_000)
    void nobodyHoldsAPostWhoWasToldThatItIsADuplicate(@ForAll("forgetfulSteps") List<Step> steps) {
        runAll(steps);
    }

    private static void runAll(List<Step> steps) {
        InFlightRun run = new InFlightRun();
        steps.forEach(step -> step.run(run));
        run.finish();
        remembered += run.remembered();
        repeated += run.repeated();
    }

    @AfterContainer
    static void theMemoryWasAtWork() {
        assertThat(remembered).as("verdicts from the memory").isGreaterThan(1_000);
        assertThat(repeated).as("claims that were repeated").isGreaterThan(1_000);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return steps(150, 4, 0);
    }

    @Provide
    Arbitrary<List<Step>> forgetfulSteps() {
        return steps(60, 10, 8);
    }

    private static Arbitrary<List<Step>> steps(int progress, int losses, int takings) {
        Arbitrary<Integer> keys = Arbitraries.integers().between(0, InFlightRun.KEYS - 1);
        Arbitrary<Integer> calls = Arbitraries.integers().between(0, CALLS);
        Arbitrary<Boolean> elsewhere = Arbitraries.frequency(Tuple.of(2, false), Tuple.of(1, true));
        Arbitrary<ClaimState> states =
                Arbitraries.frequency(Tuple.of(5, ClaimState.CONFIRMED), Tuple.of(1, ClaimState.LEASED));
        Arbitrary<Duration> holds = Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.longs().between(1, 60_000).map(Duration::ofMillis)),
                Tuple.of(1, Arbitraries.just(ClaimRequest.FOREVER)));
        Arbitrary<Step> claim = Combinators.combine(elsewhere, keys, states, holds)
                .as((there, key, state, hold) -> run -> run.claim(there, key, state, hold));
        Arbitrary<Step> renew = Combinators.combine(elsewhere, calls, states, holds)
                .as((there, call, state, hold) -> run -> run.renew(there, call, state, hold));
        Arbitrary<Step> release =
                Combinators.combine(elsewhere, calls).as((there, call) -> run -> run.release(there, call));
        Arbitrary<Step> forget = Combinators.combine(elsewhere, keys).as((there, key) -> run -> run.forget(there, key));
        return Arbitraries.frequencyOf(
                        Tuple.of(progress, calls.map(place -> (Step) run -> run.goOn(place))),
                        Tuple.of(30, claim),
                        Tuple.of(losses, calls.map(place -> (Step) run -> run.loseAnswer(place))),
                        Tuple.of(8, calls.map(call -> (Step) run -> run.repeat(call))),
                        Tuple.of(1, renew),
                        Tuple.of(1, release),
                        Tuple.of(1, forget),
                        Tuple.of(takings, keys.map(key -> (Step) run -> run.forget(true, key))),
                        Tuple.of(1, millis(1, 10_000).map(time -> (Step) run -> run.pass(time, time))),
                        Tuple.of(1, millis(1, 30_000).map(time -> (Step) run -> run.pass(time, 0))),
                        Tuple.of(1, jumps(20, 3_600_000).map(by -> (Step) run -> run.setClock(by))),
                        Tuple.of(1, millis(-20_000, 20_000).map(by -> (Step) run -> run.setStoresClock(by))))
                .list()
                .ofMinSize(200)
                .ofMaxSize(400);
    }

    private static Arbitrary<Long> millis(long from, long to) {
        return Arbitraries.longs().between(from, to);
    }

    /** Jumps too small to be noticed, and large ones. */
    private static Arbitrary<Long> jumps(long small, long large) {
        return Arbitraries.oneOf(millis(-small, small), millis(-large, large));
    }
}
