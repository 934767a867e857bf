// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.equivalence.StoreKind;
import dev.dedup.equivalence.StoreUnderTest;
import dev.dedup.equivalence.history.Troublemaker.Troubles;
import dev.dedup.memory.InMemoryClaimStore;
import dev.dedup.spi.ClaimStore;
import dev.dedup.testservers.Fault;
import dev.dedup.testservers.ProxyAction;
import dev.dedup.testservers.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Eight threads in two processes at the same posts, and one that looks at all of them in the end: for each post, one order of what they
 * did explains all answers.
 *
 * <p>The same operations and troubles again: {@code -Dequivalence.seed}. How they meet is the machine's choice.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HistoryTest {
    private static final Duration TIME = Duration.ofMillis(2_500);
    private static final Duration TIME_IN_TROUBLE = Duration.ofSeconds(6);
    private static final int THREADS = 8;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final long seed =
            Long.getLong("equivalence.seed", ThreadLocalRandom.current().nextLong());

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
    void isLinearizable(StoreKind kind) {
        StoreUnderTest store = kind.shared();
        Evidence.of(round -> inPeace(store, seed + round)).requireEnough();
    }

    /** One of the processes has threads enough for some of them to ask at the same time. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "DYNAMODB"})
    void isLinearizableWhereOneProcessAsksInAnotherWay(StoreKind kind) {
        StoreUnderTest store = kind.shared();
        Evidence.of(round -> inTwoWays(store, seed + round)).requireEnough();
    }

    /** What it holds is in one process only. */
    @Test
    void memoryIsLinearizable() {
        Evidence.of(round -> inMemory(seed + round)).requireEnough();
    }

    /** On a machine that is slow enough for nothing to come of it, again. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
    void isLinearizableInTrouble(StoreKind kind) {
        try (StoreUnderTest store = kind.startDurable();
                TcpProxy proxy = store.server().proxy()) {
            Evidence.of(round -> inTrouble(store, proxy, seed + round)).requireEnough();
        }
    }

    private static Evidence inPeace(StoreUnderTest store, long roundSeed) {
        try (Fleet fleet = Fleet.of(store, store.url(), PATIENCE)) {
            return inPeace("in peace at " + store, store, fleet, roundSeed, roundSeed);
        }
    }

    /** About other posts than those that both ask about in the same way: the server may be the same. */
    private static Evidence inTwoWays(StoreUnderTest store, long roundSeed) {
        Way way = Way.tuned(store.kind());
        try (TcpProxy proxy = store.server().proxy();
                Fleet fleet = Fleet.inTwoWays(store, way, store.url(proxy), PATIENCE)) {
            Fault own = proxy.always(way.ownRequests(), ProxyAction.holdAnswer());
            own.release();
            Evidence evidence = inPeace("in peace, one " + way + ", at " + store, store, fleet, ~roundSeed, roundSeed);
            System.out.printf("Requests of %s: %d%n", way, own.times());
            return evidence.and(new Evidence(Map.of(Sign.TUNED, (long) own.times())));
        }
    }

    private static Evidence inPeace(
            String title, StoreUnderTest store, Fleet fleet, long seedOfSchedule, long roundSeed) {
        try (ClaimStore direct = store.openOnRealClock()) {
            Schedule schedule = fleet.begin(turn(store.kind()), TIME, seedOfSchedule);
            List<Event> events = fleet.events(schedule);
            Histories histories = seenToTheEnd(events, direct, schedule);
            report(title, roundSeed, histories, "");
            assertThat(histories.unanswered()).isZero();
            judge(histories, false);
            return evidence(events, histories);
        }
    }

    private static Evidence inMemory(long roundSeed) {
        try (ClaimStore store = InMemoryClaimStore.create()) {
            Schedule schedule = Schedule.from(System.nanoTime(), Duration.ofMillis(20), TIME, roundSeed);
            List<Event> events =
                    Scraper.runAll(THREADS, thread -> new Scraper(store, PATIENCE, schedule, thread % 2, thread / 2));
            Histories histories = seenToTheEnd(events, store, schedule);
            report("in memory", roundSeed, histories, "");
            judge(histories, false);
            return evidence(events, histories);
        }
    }

    private static Evidence inTrouble(StoreUnderTest store, TcpProxy proxy, long roundSeed) {
        StoreKind kind = store.kind();
        try (Fleet fleet = Fleet.of(store, store.url(proxy), shortPatience(kind));
                Troublemaker troublemaker =
                        new Troublemaker(store.server(), proxy, TIME_IN_TROUBLE.dividedBy(2), roundSeed)) {
            Schedule schedule = fleet.begin(turnInTrouble(kind), TIME_IN_TROUBLE, roundSeed);
            List<Event> events = fleet.events(schedule);
            Troubles troubles = troublemaker.end();
            try (ClaimStore direct = store.openOnRealClock()) {
                Histories histories = seenToTheEnd(events, direct, schedule);
                report("in trouble at " + store, roundSeed, histories, "; " + troubles);
                judge(histories, sendsAgain(kind));
                return evidence(events, histories).and(evidence(histories, troubles));
            }
        }
    }

    private static Evidence evidence(List<Event> events, Histories histories) {
        return new Evidence(Map.of(Sign.OPERATIONS, (long) events.size(), Sign.CONTENDED, histories.contended()));
    }

    private static Evidence evidence(Histories histories, Troubles troubles) {
        return new Evidence(
                Map.of(Sign.SETTLED, histories.settled(), Sign.LOSSES, (long) troubles.losses(), Sign.KILLS, (long)
                        troubles.kills()));
    }

    /** Time for some operations of each thread: DynamoDB Local is slow, above all beside other tests. */
    private static Duration turn(StoreKind kind) {
        return Duration.ofMillis(kind == StoreKind.DYNAMODB ? 240 : 80);
    }

    /** On disk it is slower still. */
    private static Duration turnInTrouble(StoreKind kind) {
        return kind == StoreKind.DYNAMODB ? Duration.ofMillis(400) : turn(kind);
    }

    /** Not much longer than a pause, and longer than DynamoDB Local mostly takes to write. */
    private static Duration shortPatience(StoreKind kind) {
        return Duration.ofMillis(kind == StoreKind.DYNAMODB ? 800 : 400);
    }

    /** Whether the client sends again by itself, on a new connection, what it had sent on a broken one. */
    private static boolean sendsAgain(StoreKind kind) {
        return kind == StoreKind.VALKEY;
    }

    /** What the store has forgotten, or has carried out late, shows when somebody asks who gets an answer. */
    private static Histories seenToTheEnd(List<Event> events, ClaimStore direct, Schedule schedule) {
        List<Event> all = new ArrayList<>(events);
        all.addAll(new Scraper(direct, PATIENCE, schedule, THREADS, 0)
                .lookAt(Histories.of(events).posts()));
        return Histories.of(all);
    }

    private static void report(String title, long seed, Histories histories, String more) {
        System.out.printf(
                "Histories %s (seed %d): %d posts, %d of them asked about by both processes at once; %d operations, %d of them without an"
                        + " answer%s%n",
                title,
                seed,
                histories.posts().size(),
                histories.contended(),
                histories.operations(),
                histories.unanswered(),
                more);
    }

    private static void judge(Histories histories, boolean maySendAgain) {
        assertThat(histories.objection(maySendAgain ? Linearizability::judgeWithRepetitions : Linearizability::judge))
                .as("a history that no order explains, or none was found to")
                .isEmpty();
    }
}
