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
    private static final int FEWEST_LOSSES = 5;
    private static final int FEWEST_SETTLED = 5;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final long seed =
            Long.getLong("equivalence.seed", ThreadLocalRandom.current().nextLong());

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
    void isLinearizable(StoreKind kind) {
        StoreUnderTest store = kind.shared();
        try (Fleet fleet = Fleet.of(store, store.url(), PATIENCE);
                ClaimStore direct = store.openOnRealClock()) {
            Schedule schedule = fleet.begin(turn(kind), TIME, seed);
            Histories histories = seenToTheEnd(fleet.events(schedule), direct, schedule);
            report("in peace at " + store, histories, "");
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
            report("in memory", histories, "");
            judge(histories, false);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
    void isLinearizableInTrouble(StoreKind kind) {
        try (StoreUnderTest store = kind.startDurable();
                TcpProxy proxy = store.server().proxy();
                Fleet fleet = Fleet.of(store, store.url(proxy), shortPatience(kind));
                Troublemaker troublemaker =
                        new Troublemaker(store.server(), proxy, TIME_IN_TROUBLE.dividedBy(2), seed)) {
            Schedule schedule = fleet.begin(turnInTrouble(kind), TIME_IN_TROUBLE, seed);
            List<Event> events = fleet.events(schedule);
            Troubles troubles = troublemaker.end();
            try (ClaimStore direct = store.openOnRealClock()) {
                Histories histories = seenToTheEnd(events, direct, schedule);
                report(
                        "in trouble at " + store,
                        histories,
                        ", " + histories.settled() + " posts of which the fate shows; " + troubles);
                requireEnough(histories, troubles);
                judge(histories, sendsAgain(kind));
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

    private void report(String title, Histories histories, String more) {
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

    private static void requireEnough(Histories histories, Troubles troubles) {
        assertThat(troubles.kills())
                .as("times that the server was killed, and started again")
                .isOne();
        assertThat(troubles.losses()).as("requests and answers lost").isGreaterThanOrEqualTo(FEWEST_LOSSES);
        assertThat(histories.settled())
                .as("posts about which somebody was told something after an operation without an answer")
                .isGreaterThanOrEqualTo(FEWEST_SETTLED);
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
