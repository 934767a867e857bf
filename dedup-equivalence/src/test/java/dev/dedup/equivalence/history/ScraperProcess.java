// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.history;

import dev.dedup.equivalence.ChildJvm;
import dev.dedup.equivalence.Opening;
import dev.dedup.spi.ClaimStore;
import dev.dedup.testservers.claims.Retries;
import dev.dedup.testservers.claims.Together;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A process of several scrapers that share a store.
 *
 * <p>It says when it is ready, tells as often as it is asked what its monotonic clock shows, reads the schedule, and at the end writes a
 * line for each event.
 */
final class ScraperProcess {
    /** What it says. */
    static final String READY = "ready";

    /** What it is asked. */
    static final String TIME = "time?";

    private static final int WARM_UP = 20;

    private ScraperProcess() {}

    /** Arguments: this process's number, how many threads, their patience, and how it opens the store. */
    public static void main(String[] arguments) throws IOException {
        int process = Integer.parseInt(arguments[0]);
        int threads = Integer.parseInt(arguments[1]);
        Duration patience = Duration.parse(arguments[2]);
        Way way = Way.valueOf(arguments[3]);
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (ClaimStore store = Opening.of(() -> way.open(ChildJvm.storeUrl()))) {
            warmUp(store, threads);
            System.out.println(READY);
            Schedule schedule = schedule(input);
            Scraper.runAll(threads, thread -> new Scraper(store, patience, schedule, process, thread)).stream()
                    .map(Event::line)
                    .forEach(System.out::println);
        }
    }

    /** Loads classes and opens connections, for which a turn would be too short. */
    private static void warmUp(ClaimStore store, int threads) {
        Together.run(threads, thread -> IntStream.range(0, WARM_UP).forEach(i -> Retries.assertClaimed(store)));
    }

    private static Schedule schedule(BufferedReader input) throws IOException {
        String line = input.readLine();
        while (TIME.equals(line)) {
            System.out.println(System.nanoTime());
            line = input.readLine();
        }
        return Schedule.of(Objects.requireNonNull(line, "the input has ended before there was a schedule"));
    }
}
