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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Random programs in which any number of requests are under way, each applied and answered at a moment of its own.
 *
 * <p>A verdict that does not wait for the store is the memory's. It is right if the store holds a confirmed claim of another token at
 * that moment, or a change of that fingerprint through the memory has not been answered yet, so that either order is possible.
 */
class RecentDuplicatesInFlightTest {
    private static final int KEYS = 3;

    private static int remembered;

    /** One step of a program. */
    private interface Step {
        void run(Run run);
    }

    private record Claim(long key, long token, ClaimState state, Duration hold) implements Step {
        @Override
        public void run(Run run) {
            var answer = run.memory
                    .claim(request(List.of(Claims.key(key)), token, state, hold))
                    .toCompletableFuture();
            if (answer.isDone()) {
                remembered++;
                run.checkDuplicate(answer.join(), key, token);
            }
        }
    }

    private record Renew(long key, long token, ClaimState state, Duration hold) implements Step {
        @Override
        public void run(Run run) {
            run.change(key, run.memory.renew(request(List.of(Claims.key(key)), token, state, hold)));
        }
    }

    private record Release(long key, long token) implements Step {
        @Override
        public void run(Run run) {
            run.change(key, run.memory.release(List.of(Claims.key(key)), Claims.token(token), TIME_LEFT));
        }
    }

    private record Forget(long key) implements Step {
        @Override
        public void run(Run run) {
            run.change(key, run.memory.forget(List.of(Claims.key(key)), TIME_LEFT));
        }
    }

    private record GoOn(int place) implements Step {
        @Override
        public void run(Run run) {
            run.line.goOn(place);
        }
    }

    private record Pause(long millis) implements Step {
        @Override
        public void run(Run run) {
            run.clock.advance(millis);
        }
    }

    /** One program on one store. */
    private static final class Run {
        private final ManualClock clock = new ManualClock(0);
        private final ClaimStore real =
                InMemoryClaimStore.builder().clock(clock).build();
        private final PendingStore line = new PendingStore(real);
        private final ClaimStore memory =
                RecentDuplicates.inFrontOf(line).clock(clock).nanoTime(() -> 0).build();
        private final List<List<CompletableFuture<?>>> changes = new ArrayList<>();

        Run() {
            for (int key = 0; key < KEYS; key++) {
                changes.add(new ArrayList<>());
            }
        }

        void change(long key, CompletionStage<?> change) {
            changes.get((int) key).add(change.toCompletableFuture());
        }

        void checkDuplicate(Answers<Verdict> answer, long key, long token) {
            assertThat(answer.value(0)).isEqualTo(Verdict.DUPLICATE);
            if (changes.get((int) key).stream().allMatch(CompletableFuture::isDone)) {
                Fingerprint post = Claims.key(key);
                Optional<ClaimRecord> held =
                        answers(real.lookup(List.of(post), TIME_LEFT)).value(0);
                assertThat(held).as("claim on %s at %d", post, clock.millis()).hasValueSatisfying(claim -> {
                    assertThat(claim.state()).isEqualTo(ClaimState.CONFIRMED);
                    assertThat(claim.token()).isNotEqualTo(Claims.token(token));
                });
            }
        }
    }

    @Property(tries = 1_000)
    void memorySpeaksOnlyForWhatIsHeld(@ForAll("steps") List<Step> steps) {
        Run run = new Run();
        steps.forEach(step -> step.run(run));
    }

    @AfterContainer
    static void theMemoryWasAtWork() {
        assertThat(remembered).as("verdicts from the memory").isGreaterThan(1_000);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Long> keys = Arbitraries.longs().between(0, KEYS - 1);
        Arbitrary<Long> tokens = Arbitraries.longs().between(1, 4);
        Arbitrary<ClaimState> states =
                Arbitraries.frequency(Tuple.of(5, ClaimState.CONFIRMED), Tuple.of(1, ClaimState.LEASED));
        Arbitrary<Duration> holds = Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.longs().between(1, 60_000).map(Duration::ofMillis)),
                Tuple.of(1, Arbitraries.just(ClaimRequest.FOREVER)));
        Arbitrary<Step> claim = Combinators.combine(keys, tokens, states, holds).as(Claim::new);
        Arbitrary<Step> renew = Combinators.combine(keys, tokens, states, holds).as(Renew::new);
        Arbitrary<Step> release = Combinators.combine(keys, tokens).as(Release::new);
        return Arbitraries.frequencyOf(
                        Tuple.of(150, Arbitraries.integers().between(0, 7).map(GoOn::new)),
                        Tuple.of(30, claim),
                        Tuple.of(1, renew),
                        Tuple.of(1, release),
                        Tuple.of(1, keys.map(Forget::new)),
                        Tuple.of(1, Arbitraries.longs().between(1, 10_000).map(Pause::new)))
                .list()
                .ofMinSize(200)
                .ofMaxSize(400);
    }
}
