// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.equivalence.ChildJvm;
import dev.dedup.equivalence.StoreUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Two processes of some scrapers each. */
final class Fleet implements AutoCloseable {
    private static final int PROCESSES = 2;
    private static final int THREADS = 4;

    /** So many that mostly some of them are asking at the same time. */
    private static final int MANY_THREADS = 16;

    /** For whatever should take a moment, on a machine that is busy with much else. */
    private static final Duration LIMIT = Duration.ofMinutes(1);

    /** Time for each process to read the schedule. */
    private static final Duration NOTICE = Duration.ofMillis(100);

    private final List<ChildJvm> members = new ArrayList<>();

    private Fleet() {}

    /**
     * Starts processes that ask a store.
     *
     * @param store the store
     * @param url leads to it, straight or not
     * @param patience how long they wait for an answer
     * @return the processes, ready
     */
    static Fleet of(StoreUnderTest store, String url, Duration patience) {
        return start(number -> process(number, store, Way.PLAIN, url, THREADS, patience));
    }

    /**
     * Starts one process that asks a store as it comes, and one with more threads that does so in another way.
     *
     * @param store the store
     * @param way how the second opens it
     * @param url leads the second to it, straight or not
     * @param patience how long they wait for an answer
     * @return the processes, ready
     */
    static Fleet inTwoWays(StoreUnderTest store, Way way, String url, Duration patience) {
        return start(number -> number == 0
                ? process(number, store, Way.PLAIN, store.url(), THREADS, patience)
                : process(number, store, way, url, MANY_THREADS, patience));
    }

    private static ChildJvm process(
            int number, StoreUnderTest store, Way way, String url, int threads, Duration patience) {
        return ChildJvm.start(
                "scrapers " + number,
                ScraperProcess.class,
                url,
                store.credentials(),
                List.of(String.valueOf(number), String.valueOf(threads), patience.toString(), way.name()));
    }

    /** Starts the processes, and waits until they are ready; if that fails, none is left. */
    static Fleet start(IntFunction<ChildJvm> process) {
        Fleet fleet = new Fleet();
        try {
            for (int number = 0; number < PROCESSES; number++) {
                fleet.members.add(process.apply(number));
            }
            fleet.members.forEach(Fleet::awaitReady);
            return fleet;
        } catch (RuntimeException | Error e) {
            fleet.close();
            throw e;
        }
    }

    /** Has them all begin. */
    Schedule begin(Duration turn, Duration time, long seed) {
        Schedule schedule = Schedule.from(System.nanoTime() + NOTICE.toNanos(), turn, time, seed);
        members.forEach(member -> member.send(schedule.line()));
        return schedule;
    }

    /** Waits until all are done, and tells what they have seen. */
    List<Event> events(Schedule schedule) {
        return members.stream()
                .flatMap(member -> events(member, schedule).stream())
                .toList();
    }

    @Override
    public void close() {
        members.forEach(ChildJvm::close);
    }

    private static void awaitReady(ChildJvm member) {
        assertThat(member.line(LIMIT)).isEqualTo(ScraperProcess.READY);
        ClockComparison.requireSame(() -> {
            member.send(ScraperProcess.TIME);
            return Long.parseLong(member.line(LIMIT));
        });
    }

    private static List<Event> events(ChildJvm member, Schedule schedule) {
        List<Event> events = member.lastLines(schedule.time().plus(LIMIT)).stream()
                .map(Event::of)
                .toList();
        assertThat(member.exitStatus(LIMIT)).as("exit status of %s", member).isZero();
        return events;
    }
}
