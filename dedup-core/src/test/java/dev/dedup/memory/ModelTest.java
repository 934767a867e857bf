// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import static dev.dedup.memory.Claims.TIME_LEFT;
import static dev.dedup.memory.Claims.answers;
import static dev.dedup.memory.Claims.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Random programs on the store and on {@link ModelStore}, a plain map: the same answers at each step. */
class ModelTest {
    private static final int KEYS = 40;

    /** One step of a program, run on both. */
    private interface Step {
        Object onStore(InMemoryClaimStore store, ManualClock clock);

        Object onModel(ModelStore model, ManualClock clock);
    }

    private record Claim(List<Fingerprint> keys, long token, ClaimState state, Duration hold) implements Step {
        @Override
        public Object onStore(InMemoryClaimStore store, ManualClock clock) {
            return shown(answers(store.claim(request(keys, token, state, hold))));
        }

        @Override
        public Object onModel(ModelStore model, ManualClock clock) {
            return each(keys, key -> model.claim(key, token, state, hold, clock.millis()));
        }
    }

    private record Renew(List<Fingerprint> keys, long token, ClaimState state, Duration hold) implements Step {
        @Override
        public Object onStore(InMemoryClaimStore store, ManualClock clock) {
            return shown(answers(store.renew(request(keys, token, state, hold))));
        }

        @Override
        public Object onModel(ModelStore model, ManualClock clock) {
            return each(keys, key -> model.renew(key, token, state, hold, clock.millis()));
        }
    }

    private record Release(List<Fingerprint> keys, long token) implements Step {
        @Override
        public Object onStore(InMemoryClaimStore store, ManualClock clock) {
            return shown(answers(store.release(keys, Claims.token(token), TIME_LEFT)));
        }

        @Override
        public Object onModel(ModelStore model, ManualClock clock) {
            return each(keys, key -> model.release(key, token, clock.millis()));
        }
    }

    private record Forget(List<Fingerprint> keys) implements Step {
        @Override
        public Object onStore(InMemoryClaimStore store, ManualClock clock) {
            return shown(answers(store.forget(keys, TIME_LEFT)));
        }

        @Override
        public Object onModel(ModelStore model, ManualClock clock) {
            return each(keys, key -> model.forget(key, clock.millis()));
        }
    }

    private record Lookup(List<Fingerprint> keys) implements Step {
        @Override
        public Object onStore(InMemoryClaimStore store, ManualClock clock) {
            return shown(answers(store.lookup(keys, TIME_LEFT)));
        }

        @Override
        public Object onModel(ModelStore model, ManualClock clock) {
            return each(keys, key -> model.lookup(key, clock.millis()));
        }
    }

    private record Advance(long millis) implements Step {
        @Override
        public Object onStore(InMemoryClaimStore store, ManualClock clock) {
            clock.advance(millis);
            return millis;
        }

        @Override
        public Object onModel(ModelStore model, ManualClock clock) {
            return millis;
        }
    }

    @Property(tries = 400)
    void answersAsAMapWould(
            @ForAll("steps") @Size(max = 150) List<Step> steps,
            @ForAll @IntRange(min = 1, max = 3) int segments,
            @ForAll long seed) {
        requireSameAnswers(steps, segments, Long.MAX_VALUE, seed);
    }

    @Property(tries = 400)
    void answersAsAMapWouldAtTheLimit(
            @ForAll("steps") @Size(max = 150) List<Step> steps,
            @ForAll @IntRange(min = 1, max = 20) int maximum,
            @ForAll long seed) {
        requireSameAnswers(steps, 3, maximum, seed);
    }

    private static void requireSameAnswers(List<Step> steps, int segments, long maximum, long seed) {
        ManualClock clock = new ManualClock(0);
        var store = new InMemoryClaimStore(new ClaimTable(new StoreClock(clock), maximum, seed, segments));
        ModelStore model = new ModelStore(maximum);
        for (Step step : steps) {
            Object expected = step.onModel(model, clock);
            assertThat(step.onStore(store, clock))
                    .as("%s at %d", step, clock.millis())
                    .isEqualTo(expected);
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Long> tokens = Arbitraries.longs().between(1, 3);
        Arbitrary<ClaimState> states = Arbitraries.of(ClaimState.class);
        Arbitrary<Duration> holds = Arbitraries.frequencyOf(
                Tuple.of(9, Arbitraries.longs().between(1, 30).map(Duration::ofMillis)),
                Tuple.of(1, Arbitraries.just(ClaimRequest.FOREVER)));
        Arbitrary<Step> claim =
                Combinators.combine(keys(), tokens, states, holds).as(Claim::new);
        Arbitrary<Step> renew =
                Combinators.combine(keys(), tokens, states, holds).as(Renew::new);
        Arbitrary<Step> release = Combinators.combine(keys(), tokens).as(Release::new);
        return Arbitraries.frequencyOf(
                        Tuple.of(8, claim),
                        Tuple.of(3, renew),
                        Tuple.of(2, release),
                        Tuple.of(1, keys().map(Forget::new)),
                        Tuple.of(2, keys().map(Lookup::new)),
                        Tuple.of(3, Arbitraries.longs().between(1, 12).map(Advance::new)))
                .list();
    }

    private static Arbitrary<List<Fingerprint>> keys() {
        return Arbitraries.longs()
                .between(0, KEYS - 1)
                .map(Claims::key)
                .list()
                .uniqueElements()
                .ofMinSize(1)
                .ofMaxSize(8);
    }

    private static List<Object> shown(Answers<?> answers) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            Object value = answers.value(i);
            values.add(value != null ? value : ModelStore.REFUSED);
        }
        return values;
    }

    private static List<Object> each(Collection<Fingerprint> keys, Function<Fingerprint, Object> operation) {
        return keys.stream().map(operation).toList();
    }
}
