// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.workers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.equivalence.StoreKind;
import dev.dedup.equivalence.StoreUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Workers drain one input into one sink, and are killed at random; so is the server. No post is missing from the sink, and none is in it
 * twice but those whose worker died, or lost its lease to the server's absence, between writing and confirming.
 *
 * <p>So many different posts: {@code -Dequivalence.posts}; so many kills: {@code -Dequivalence.kills}. The store in memory belongs to one
 * process.
 */
@Tag("one-jdk")
class KilledWorkersTest {
    private static final int POSTS = Integer.getInteger("equivalence.posts", 120);
    private static final int KILLS = Integer.getInteger("equivalence.kills", 6);
    private static final int WORKERS = 4;
    private static final int MOST_COPIES = 3;

    /** Every so many kills of a worker, the server is killed. */
    private static final int KILLS_PER_SERVER = 4;

    /** Short, for what a killed worker had leased is free again only after that. */
    private static final Duration LEASE_TIME = Duration.ofSeconds(3);

    /** What a worker does between two lines, so that the kill may be anywhere in it. */
    private static final Duration STEP = Duration.ofMillis(8);

    private static final Duration LOOK = Duration.ofMillis(2);
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final long seed =
            Long.getLong("equivalence.seed", ThreadLocalRandom.current().nextLong());
    private final Random random = new Random(seed);

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
    void nothingIsMissing(StoreKind kind) throws IOException {
        System.out.printf("Killing workers at %s, with -Dequivalence.seed=%d%n", kind, seed);
        List<Integer> input = input();
        Path file = Files.write(
                directory.resolve("input"), input.stream().map(String::valueOf).toList());
        Sink sink = Sink.create(directory.resolve("sink"));
        try (StoreUnderTest store = kind.startDurable();
                Crew crew = Crew.of(WORKERS, store, LEASE_TIME, file, sink)) {
            int serverKills = makeTrouble(store, crew, sink);
            crew.awaitEnd(LIMIT);
            Account account = Account.of(input, sink.lines(), LEASE_TIME, crew.killed());
            judge(store, crew.killed().size(), serverKills, sink.parts(), account);
        }
    }

    /** Each post up to three times, in any order. */
    private List<Integer> input() {
        List<Integer> input = new ArrayList<>(IntStream.range(0, POSTS)
                .boxed()
                .flatMap(post -> Stream.generate(() -> post).limit(1 + random.nextInt(MOST_COPIES)))
                .toList());
        Collections.shuffle(input, random);
        return input;
    }

    /**
     * Evenly over what there is to write, a worker dies that has just written, or is about to confirm, or is at the next post.
     *
     * @return how often the server was killed
     */
    private int makeTrouble(StoreUnderTest store, Crew crew, Sink sink) {
        int serverKills = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            Optional<String> writer = awaitWriter(crew, sink, kill * POSTS / (KILLS + 1));
            LockSupport.parkNanos(random.nextLong(STEP.toNanos()));
            writer.ifPresent(crew::kill);
            if (writer.isPresent() && kill % KILLS_PER_SERVER == 0) {
                store.server().kill().run();
                store.server().start().run();
                serverKills++;
            }
        }
        return serverKills;
    }

    /** Waits until so many posts are written, and tells who wrote the last; nobody if all have ended before. */
    private static Optional<String> awaitWriter(Crew crew, Sink sink, int count) {
        long end = System.nanoTime() + LIMIT.toNanos();
        boolean isAtWork = true;
        List<String> writers = writers(sink);
        while (isAtWork && writers.size() < count) {
            assertThat(end - System.nanoTime())
                    .as("time to write %s posts", count)
                    .isPositive();
            crew.requireWell();
            LockSupport.parkNanos(LOOK.toNanos());
            isAtWork = crew.isAtWork();
            writers = writers(sink);
        }
        return writers.size() < count ? Optional.empty() : Optional.of(writers.get(writers.size() - 1));
    }

    private static List<String> writers(Sink sink) {
        return sink.lines().stream()
                .filter(line -> line.word() == Sink.Word.WRITTEN)
                .map(Sink.Line::life)
                .toList();
    }

    private static void judge(StoreUnderTest store, int kills, int serverKills, long parts, Account account) {
        System.out.printf(
                "Killed workers at %s: %d kills of %d workers, %d of the server; of %d posts %d are missing, %d repeated by a kill, %d by"
                        + " a lapsed lease, %d by neither; %d leases were lost before their time; %d lines were broken off%n",
                store,
                kills,
                WORKERS,
                serverKills,
                POSTS,
                account.missing().size(),
                account.ofKilled(),
                account.ofLapsed(),
                account.unexplained().size(),
                account.lostEarly().size(),
                parts);
        assertThat(account.missing()).as("posts that nobody has written").isEmpty();
        assertThat(account.unexplained())
                .as("posts written twice for no reason")
                .isEmpty();
        assertThat(account.lostEarly())
                .as("posts of which a lease was lost before its time")
                .isEmpty();
        assertThat(account.ofKilled() + account.ofLapsed())
                .as("repetitions")
                .isLessThanOrEqualTo(kills + WORKERS * serverKills);
        assertThat(parts).as("lines that were broken off").isLessThanOrEqualTo(kills);
        assertThat(kills).as("workers that died at work").isGreaterThan(KILLS / 2);
    }
}
