// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.history;

import dev.dedup.equivalence.Opening;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimStoreProvider;
import dev.dedup.testservers.claims.Retries;
import dev.dedup.testservers.claims.Together;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A process of several scrapers that share a store.
 *
 * <p>It writes what its monotonic clock shows when it is ready, reads the schedule from its standard input, and at the end writes a line
 * for each event.
 */
final class ScraperProcess {
    private static final int WARM_UP = 50;

    private ScraperProcess() {}

    /** Arguments: the store's URL, this process's number, how many threads, and their patience. */
    public static void main(String[] arguments) throws IOException {
        int process = Integer.parseInt(arguments[1]);
        int threads = Integer.parseInt(arguments[2]);
        Duration patience = Duration.parse(arguments[3]);
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (ClaimStore store = Opening.of(() -> ClaimStoreProvider.openStore(arguments[0]))) {
            warmUp(store, threads);
            System.out.println(System.nanoTime());
            Schedule schedule = Schedule.of(input.readLine());
            List<List<Event>> events =
                    Together.call(threads, thread -> new Scraper(store, patience, process, thread).run(schedule));
            events.stream().flatMap(List::stream).map(Event::line).forEach(System.out::println);
        }
    }

    /** Loads classes and opens connections, for which a turn would be too short. */
    private static void warmUp(ClaimStore store, int threads) {
        Together.run(threads, thread -> IntStream.range(0, WARM_UP).forEach(i -> Retries.assertClaimed(store)));
    }
}
