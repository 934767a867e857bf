// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.history;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.equivalence.StoreKind;
import dev.dedup.equivalence.StoreUnderTest;
import dev.dedup.memory.InMemoryClaimStore;
import dev.dedup.spi.ClaimStore;
import dev.dedup.testservers.TcpProxy;
import dev.dedup.testservers.claims.Together;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Eight threads in two processes at the same posts: for each post, one order of what they did explains all answers. */
class HistoryTest {
    private static final Duration TIME = Duration.ofSeconds(4);
    private static final Duration TIME_IN_TROUBLE = Duration.ofSeconds(8);
    /** With fewer, the processes would not have met. */
    private static final int FEWEST = 5;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration SHORT_PATIENCE = Duration.ofMillis(400);

    private final long seed = ThreadLocalRandom.current().nextLong();

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
    void isLinearizable(StoreKind kind) {
        StoreUnderTest store = kind.shared();
        try (Fleet fleet = new Fleet(store.url(), store.jvmOptions(), PATIENCE)) {
            fleet.begin(turn(kind), TIME, seed);
            List<Event> events = fleet.events();
            assertThat(events).noneMatch(Event::isUnknown);
            judge("History of " + store, events, false);
        }
    }

    /** What it holds is in one process only. */
    @Test
    void memoryIsLinearizable() {
        try (ClaimStore store = InMemoryClaimStore.create()) {
            Schedule schedule = Schedule.from(System.nanoTime(), Duration.ofMillis(20), TIME, seed);
            List<List<Event>> events =
                    Together.call(8, thread -> new Scraper(store, PATIENCE, thread % 2, thread / 2).run(schedule));
            judge("History of memory", events.stream().flatMap(List::stream).toList(), false);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
    void isLinearizableInTrouble(StoreKind kind) {
        boolean kills = kind != StoreKind.DYNAMODB;
        try (StoreUnderTest store = kills ? kind.startDurable() : kind.start();
                TcpProxy proxy = store.server().proxy();
                Fleet fleet = new Fleet(store.url(proxy), store.jvmOptions(), SHORT_PATIENCE)) {
            fleet.begin(turn(kind), TIME_IN_TROUBLE, seed);
            Troublemaker troublemaker = new Troublemaker(store.server(), proxy, kills);
            List<Event> events = fleet.events();
            String title = troublemaker.end() + " troubles in the history of " + store;
            assertThat(events).as(title).anyMatch(Event::isUnknown);
            judge(title, events, sendsAgain(kind));
        }
    }

    /** Time for some operations of each thread: DynamoDB Local is slow, above all beside other tests. */
    private static Duration turn(StoreKind kind) {
        return Duration.ofMillis(kind == StoreKind.DYNAMODB ? 240 : 80);
    }

    /** Whether the client sends again by itself, on a new connection, what it had sent on a broken one. */
    private static boolean sendsAgain(StoreKind kind) {
        return kind == StoreKind.VALKEY;
    }

    private static void judge(String title, List<Event> events, boolean maySendAgain) {
        Collection<List<Event>> histories =
                events.stream().collect(groupingBy(Event::post)).values();
        System.out.println(title + ": " + histories.size() + " posts, " + events.size() + " operations, "
                + events.stream().filter(Event::isUnknown).count() + " of them without an answer");
        assertThat(histories).filteredOn(HistoryTest::isOfBothProcesses).hasSizeGreaterThan(FEWEST);
        assertThat(histories)
                .allSatisfy(history -> assertThat(isRight(history, maySendAgain))
                        .as(() -> title + ": no order explains these answers:\n" + lines(history))
                        .isTrue());
    }

    private static boolean isRight(List<Event> history, boolean maySendAgain) {
        return maySendAgain ? Linearizability.holdsWithRepetitions(history) : Linearizability.holds(history);
    }

    private static boolean isOfBothProcesses(List<Event> history) {
        return history.stream().map(Event::process).distinct().count() == 2;
    }

    private static String lines(List<Event> history) {
        return history.stream()
                .sorted(Comparator.comparingLong(Event::invoked))
                .map(Event::line)
                .collect(joining("\n"));
    }
}
