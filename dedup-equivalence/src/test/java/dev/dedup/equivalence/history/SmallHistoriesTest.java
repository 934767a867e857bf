// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.equivalence.model.Held;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimToken;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterProperty;

/** On random small histories, the search decides as one does that simply tries every order. */
class SmallHistoriesTest {
    private static final int TRIES = 3_000;
    private static final int MOST_EVENTS = 5;
    private static final AtomicInteger RIGHT = new AtomicInteger();
    private static final AtomicInteger RIGHT_BY_REPETITION = new AtomicInteger();

    @Property(tries = TRIES)
    void searchDecidesAsEveryOrderTried(@ForAll("histories") List<Event> history) {
        boolean right = someOrderExplains(history, List.of(), Optional.empty(), Long.MIN_VALUE);
        boolean rightIfRepeated = someOrderExplains(history, history, Optional.empty(), Long.MIN_VALUE);
        RIGHT.addAndGet(right ? 1 : 0);
        RIGHT_BY_REPETITION.addAndGet(rightIfRepeated && !right ? 1 : 0);
        assertThat(Linearizability.judge(history)).isEqualTo(judgement(right));
        assertThat(Linearizability.judgeWithRepetitions(history)).isEqualTo(judgement(rightIfRepeated));
    }

    /** Histories of one kind only would show nothing. */
    @AfterProperty
    void allKindsWereTried() {
        assertThat(RIGHT.get()).isBetween(TRIES / 20, TRIES - TRIES / 20);
        assertThat(RIGHT_BY_REPETITION.get()).isGreaterThan(TRIES / 300);
    }

    private static Judgement judgement(boolean right) {
        return right ? Judgement.RIGHT : Judgement.WRONG;
    }

    /** Every operation takes place, or, of those that may, takes place and will once more. */
    private static boolean someOrderExplains(
            List<Event> left, List<Event> repeatable, Optional<Held> held, long earliest) {
        if (left.stream().allMatch(Event::isUnknown)) {
            return true;
        }
        long latest = left.stream()
                .filter(event -> !event.isUnknown())
                .mapToLong(Event::responded)
                .min()
                .orElseThrow();
        return left.stream().filter(event -> event.invoked() <= latest).anyMatch(event -> {
            long next = Math.max(earliest, event.invoked());
            boolean once = event.after(held, earliest, latest)
                    .anyMatch(after -> someOrderExplains(without(left, event), repeatable, after, next));
            return once
                    || (repeatable.contains(event)
                            && event.afterLostAttempt(held, earliest, latest)
                                    .anyMatch(
                                            after -> someOrderExplains(left, without(repeatable, event), after, next)));
        });
    }

    private static List<Event> without(List<Event> events, Event event) {
        return events.stream().filter(other -> !other.equals(event)).toList();
    }

    @Provide
    Arbitrary<List<Event>> histories() {
        return events().list().ofMinSize(1).ofMaxSize(MOST_EVENTS).map(SmallHistoriesTest::ofOneThreadEach);
    }

    /** So that no two events are equal. */
    private static List<Event> ofOneThreadEach(List<IntFunction<Event>> events) {
        return IntStream.range(0, events.size())
                .mapToObj(thread -> events.get(thread).apply(thread))
                .toList();
    }

    private static Arbitrary<IntFunction<Event>> events() {
        Arbitrary<Event.Operation> operations = Arbitraries.frequency(
                Tuple.of(3, Event.Operation.CLAIM),
                Tuple.of(1, Event.Operation.RENEW),
                Tuple.of(1, Event.Operation.RELEASE),
                Tuple.of(2, Event.Operation.FORGET),
                Tuple.of(1, Event.Operation.LOOKUP));
        return operations.flatMap(operation -> Combinators.combine(
                        Arbitraries.longs().between(1, 2),
                        Arbitraries.of(ClaimState.values()),
                        Arbitraries.of(Duration.ofMillis(4), Duration.ofHours(1)),
                        Arbitraries.longs().between(0, 20),
                        Arbitraries.longs().between(0, 10),
                        answers(operation))
                .as((token, state, hold, from, length, answer) -> thread -> new Event(
                        0,
                        thread,
                        0,
                        operation,
                        new ClaimToken(token),
                        state,
                        hold,
                        from * 1_000_000,
                        (from + length) * 1_000_000,
                        answer)));
    }

    private static Arbitrary<String> answers(Event.Operation operation) {
        return switch (operation) {
            case CLAIM -> Arbitraries.of("CLAIMED", "CLAIMED", "DUPLICATE", "IN_FLIGHT", Event.UNKNOWN);
            case RENEW, RELEASE, FORGET -> Arbitraries.of("true", "false", Event.UNKNOWN);
            case LOOKUP ->
                Arbitraries.of(
                        "free",
                        "CONFIRMED by " + new ClaimToken(1) + " for PT0.001S",
                        "CONFIRMED by " + new ClaimToken(1) + " for PT59M59.99S",
                        "LEASED by " + new ClaimToken(2) + " for PT59M59.99S");
        };
    }
}
