// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.equivalence.StoreKind;
import dev.dedup.equivalence.StoreUnderTest;
import dev.dedup.equivalence.history.Troublemaker.Troubles;
import dev.dedup.memory.InMemoryClaimStore;
import dev.dedup.spi.ClaimStore;
import dev.dedup.testservers.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

    /** With fewer, in so many posts, the processes would hardly have met. */
    private static final int POSTS_PER_CONTENDED = 10;

    private static final int FEWEST_OPERATIONS_PER_POST = 4;
    private static final int MOST_ROUNDS = 4;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final long seed =
            Long.getLong("equivalence.seed", ThreadLocalRandom.current().nextLong());

    /**
     * What a run in trouble shows.
     *
     * @param troubles what has happened
     * @param settled of how many posts somebody was told something when an operation had been given up
     */
    private record Evidence(Troubles troubles, long settled) {
        private static final int FEWEST_LOSSES = 5;
        private static final int FEWEST_SETTLED = 5;

        static final Evidence NONE = new Evidence(new Troubles(0, 0, 0, 0), 0);

        boolean isThin() {
            return troubles.kills() == 0 || troubles.losses() < FEWEST_LOSSES || settled < FEWEST_SETTLED;
        }

        Evidence and(Evidence more) {
            return new Evidence(troubles.and(more.troubles), settled + more.settled);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
    void isLinearizable(StoreKind kind) {
        StoreUnderTest store = kind.shared();
        try (Fleet fleet = Fleet.of(store, store.url(), PATIENCE);
                ClaimStore direct = store.openOnRealClock()) {
            Schedule schedule = fleet.begin(turn(kind), TIME, seed);
            Histories histories = seenToTheEnd(fleet.events(schedule), direct, schedule);
            report("in peace at " + store, seed, histories, "");
            assertThat(histories.unanswered()).isZero();
            judge(histories, false);
        }
    }

    /** What it holds is in one process only. */
    @Test
    void memoryIsLinearizable() {
        try (ClaimStore store = InMemoryClaimStore.create()) {
            Schedule schedule = Schedule.from(System.nanoTime(), Duration.ofMillis(20), TIME, seed);
            List<Event> events =
                    Scraper.runAll(THREADS, thread -> new Scraper(store, PATIENCE, schedule, thread % 2, thread / 2));
            Histories histories = seenToTheEnd(events, store, schedule);
            report("in memory", seed, histories, "");
            judge(histories, false);
        }
    }

    /** On a machine that is slow enough for nothing to come of it, again. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
    void isLinearizableInTrouble(StoreKind kind) {
        try (StoreUnderTest store = kind.startDurable();
                TcpProxy proxy = store.server().proxy()) {
            Evidence evidence = Evidence.NONE;
            for (int round = 0; round < MOST_ROUNDS && evidence.isThin(); round++) {
                evidence = evidence.and(inTrouble(store, proxy, seed + round));
            }
            assertThat(evidence).as("what has happened").matches(all -> !all.isThin(), "enough");
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
                Evidence evidence = new Evidence(troubles, histories.settled());
                report("in trouble at " + store, roundSeed, histories, "; " + evidence);
                judge(histories, sendsAgain(kind));
                return evidence;
            }
        }
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
        int posts = histories.posts().size();
        assertThat(histories.contended())
                .as("posts of %s about which both processes were asking at once", posts)
                .isGreaterThan(posts / POSTS_PER_CONTENDED);
        assertThat(histories.operations())
                .as("operations on %s posts", posts)
                .isGreaterThan(posts * FEWEST_OPERATIONS_PER_POST);
        assertThat(histories.objection(maySendAgain ? Linearizability::judgeWithRepetitions : Linearizability::judge))
                .as("a history that no order explains, or none was found to")
                .isEmpty();
    }
}
