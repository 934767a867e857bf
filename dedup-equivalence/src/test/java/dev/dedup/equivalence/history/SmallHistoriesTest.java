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
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;

/** On random small histories, the search decides as one does that simply tries every order. */
class SmallHistoriesTest {
    private static final int TRIES = 3_000;
    private static final AtomicInteger RIGHT = new AtomicInteger();

    @Property(tries = TRIES)
    void searchDecidesAsEveryOrderTried(@ForAll("histories") List<Event> history) {
        boolean right = someOrderExplains(history, Optional.empty(), Long.MIN_VALUE);
        RIGHT.addAndGet(right ? 1 : 0);
        assertThat(Linearizability.holds(history)).isEqualTo(right);
    }

    /** Histories of one kind only would show nothing. */
    @AfterProperty
    void bothKindsWereTried() {
        assertThat(RIGHT.get()).isBetween(TRIES / 20, TRIES - TRIES / 20);
    }

    private static boolean someOrderExplains(List<Event> left, Optional<Held> held, long earliest) {
        if (left.stream().allMatch(Event::isUnknown)) {
            return true;
        }
        long latest = left.stream()
                .filter(event -> !event.isUnknown())
                .mapToLong(Event::responded)
                .min()
                .orElseThrow();
        return IntStream.range(0, left.size())
                .filter(i -> left.get(i).invoked() <= latest)
                .anyMatch(i -> left.get(i)
                        .after(held, earliest, latest)
                        .anyMatch(next -> someOrderExplains(
                                without(left, i),
                                next,
                                Math.max(earliest, left.get(i).invoked()))));
    }

    private static List<Event> without(List<Event> events, int index) {
        return IntStream.range(0, events.size())
                .filter(i -> i != index)
                .mapToObj(events::get)
                .toList();
    }

    @Provide
    Arbitrary<List<Event>> histories() {
        return events().list().ofMinSize(1).ofMaxSize(6);
    }

    private static Arbitrary<Event> events() {
        Arbitrary<Event.Operation> operations = Arbitraries.of(Event.Operation.values());
        return operations.flatMap(operation -> Combinators.combine(
                        Arbitraries.longs().between(1, 2),
                        Arbitraries.of(ClaimState.values()),
                        Arbitraries.of(Duration.ofMillis(4), Duration.ofHours(1)),
                        Arbitraries.longs().between(0, 20),
                        Arbitraries.longs().between(0, 10),
                        answers(operation))
                .as((token, state, hold, from, length, answer) -> new Event(
                        0,
                        0,
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
                Arbitraries.of("free", "CONFIRMED by " + new ClaimToken(1), "LEASED by " + new ClaimToken(2));
        };
    }
}
