// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import static dev.dedup.memory.Claims.TIME_LEFT;
import static dev.dedup.memory.Claims.answers;
import static dev.dedup.memory.Claims.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Random programs of two clients, one of which has a memory: each of its verdicts is the one that the store would have given then.
 *
 * <p>The other client may do the one thing that the memory does not notice, in the second property: then a verdict may be DUPLICATE
 * instead, of a claim that the other has taken from its holder no longer ago than a claim is remembered.
 */
class RecentDuplicatesModelTest {
    private static final int KEYS = 5;
    private static final Duration AGE = Duration.ofSeconds(40);

    private static int remembered;
    private static int late;

    /** What a client does. */
    private enum Action {
        CLAIM,
        RENEW,
        RELEASE,
        FORGET,
        LOOKUP
    }

    /** One step of a program: something that a client does, after some time. */
    private record Step(
            boolean elsewhere,
            Action action,
            List<Fingerprint> keys,
            long token,
            ClaimState state,
            Duration hold,
            long pause) {}

    /** One program on one store. */
    private static final class Run {
        private final ManualClock clock = new ManualClock(0);
        private final ClaimStore real =
                InMemoryClaimStore.builder().clock(clock).build();
        private final ClaimStore memory = RecentDuplicates.inFrontOf(real)
                .clock(clock)
                .nanoTime(() -> 0)
                .maximumClaims(8)
                .maximumAge(AGE)
                .build();

        private final Map<Fingerprint, Long> takenElsewhere = new HashMap<>();

        void run(Step step) {
            clock.advance(step.pause());
            if (step.elsewhere()) {
                noteWhatIsTaken(step);
                apply(step, real);
            } else if (step.action() == Action.CLAIM) {
                claim(step);
            } else {
                apply(step, memory);
            }
        }

        private void claim(Step step) {
            List<Optional<ClaimRecord>> held =
                    step.keys().stream().map(this::held).toList();
            Answers<Verdict> answers =
                    answers(memory.claim(request(step.keys(), step.token(), step.state(), step.hold())));
            remembered += answers.remembered();
            for (int i = 0; i < held.size(); i++) {
                check(step, i, Claims.value(answers, i), expected(held.get(i), step.token()));
            }
        }

        private void check(Step step, int index, Verdict actual, Verdict expected) {
            Long taken = takenElsewhere.get(step.keys().get(index));
            if (taken != null && clock.millis() - taken < AGE.toMillis() && actual == Verdict.DUPLICATE) {
                late += actual == expected ? 0 : 1;
            } else {
                assertThat(actual)
                        .as("%s of %s at %d", step, step.keys().get(index), clock.millis())
                        .isEqualTo(expected);
            }
        }

        private void noteWhatIsTaken(Step step) {
            if (step.action() != Action.CLAIM && step.action() != Action.LOOKUP) {
                for (Fingerprint key : step.keys()) {
                    held(key)
                            .filter(claim -> claim.state() == ClaimState.CONFIRMED)
                            .ifPresent(claim -> takenElsewhere.put(key, clock.millis()));
                }
            }
        }

        private Optional<ClaimRecord> held(Fingerprint key) {
            return Claims.value(answers(real.lookup(List.of(key), TIME_LEFT)), 0);
        }

        private static void apply(Step step, ClaimStore store) {
            ClaimRequest request = request(step.keys(), step.token(), step.state(), step.hold());
            var unused = switch (step.action()) {
                case CLAIM -> store.claim(request);
                case RENEW -> store.renew(request);
                case RELEASE -> store.release(step.keys(), request.token(), TIME_LEFT);
                case FORGET -> store.forget(step.keys(), TIME_LEFT);
                case LOOKUP -> store.lookup(step.keys(), TIME_LEFT);
            };
        }

        private static Verdict expected(Optional<ClaimRecord> held, long token) {
            if (held.isEmpty() || held.get().token().value() == token) {
                return Verdict.CLAIMED;
            }
            return held.get().state() == ClaimState.CONFIRMED ? Verdict.DUPLICATE : Verdict.IN_FLIGHT;
        }
    }

    @Property(tries = 1_000)
    void verdictsAreThoseOfTheStore(@ForAll("tame") @Size(max = 200) List<Step> steps) {
        Run run = new Run();
        steps.forEach(run::run);
        assertThat(run.takenElsewhere).isEmpty();
    }

    @Property(tries = 1_000)
    void verdictsAreThoseOfTheStoreButForClaimsTakenElsewhere(@ForAll("wild") @Size(max = 200) List<Step> steps) {
        Run run = new Run();
        steps.forEach(run::run);
    }

    /** Programs that do not come to remember anything would show nothing. */
    @AfterContainer
    static void theMemoryWasAtWork() {
        assertThat(remembered).as("verdicts from the memory").isGreaterThan(1_000);
        assertThat(late).as("verdicts on claims taken elsewhere").isPositive();
    }

    /** The other client takes nothing from its holder that is confirmed. */
    @Provide
    Arbitrary<List<Step>> tame() {
        return steps(Arbitraries.of(Action.CLAIM, Action.CLAIM, Action.LOOKUP));
    }

    @Provide
    Arbitrary<List<Step>> wild() {
        return steps(Arbitraries.of(Action.CLAIM, Action.RENEW, Action.RELEASE, Action.FORGET));
    }

    private static Arbitrary<List<Step>> steps(Arbitrary<Action> actionsElsewhere) {
        Arbitrary<Action> actions = Arbitraries.frequency(
                Tuple.of(20, Action.CLAIM),
                Tuple.of(3, Action.RENEW),
                Tuple.of(1, Action.RELEASE),
                Tuple.of(1, Action.FORGET),
                Tuple.of(1, Action.LOOKUP));
        return Arbitraries.frequencyOf(Tuple.of(4, steps(false, actions)), Tuple.of(1, steps(true, actionsElsewhere)))
                .list();
    }

    private static Arbitrary<Step> steps(boolean elsewhere, Arbitrary<Action> actions) {
        Arbitrary<List<Fingerprint>> keys = Arbitraries.longs()
                .between(0, KEYS - 1)
                .map(Claims::key)
                .list()
                .uniqueElements()
                .ofMinSize(1)
                .ofMaxSize(3);
        Arbitrary<Long> tokens = Arbitraries.longs().between(1, 4);
        Arbitrary<ClaimState> states =
                Arbitraries.frequency(Tuple.of(3, ClaimState.CONFIRMED), Tuple.of(1, ClaimState.LEASED));
        Arbitrary<Duration> holds = Arbitraries.frequencyOf(
                Tuple.of(9, Arbitraries.longs().between(1, 60_000).map(Duration::ofMillis)),
                Tuple.of(1, Arbitraries.just(ClaimRequest.FOREVER)));
        Arbitrary<Long> pauses = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just(0L)),
                Tuple.of(1, Arbitraries.longs().between(1, 20_000)));
        return Combinators.combine(actions, keys, tokens, states, holds, pauses)
                .as((action, posts, token, state, hold, pause) ->
                        new Step(elsewhere, action, posts, token, state, hold, pause));
    }
}
