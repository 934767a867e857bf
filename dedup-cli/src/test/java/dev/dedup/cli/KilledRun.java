// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimStore;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.tweet.Tweet;
import dev.dedup.tweet.TweetIdentity;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** A run of {@code dedup filter} as a process that is killed and started again, with an output of its own. For one thread. */
final class KilledRun {
    /** Packed, so that writing takes its time, and a kill often comes in the middle of a batch. */
    private static final String OUTPUT = "out.jsonl.gz";

    private static final String DUPLICATES = "duplicates.jsonl";
    private static final Pattern POST = Pattern.compile("\\{\"handle\":\"(.*)\",\"message\":\"(.*)\"}\n");
    private static final Pattern LAPSED = Pattern.compile("(\\d+) posts took longer to write than the lease time");
    private static final TweetIdentity IDENTITY = TweetIdentity.of("handle+message/exact-1");

    private static final int NAME_LENGTH = 60;

    private static final Duration LOOK = Duration.ofNanos(50_000);
    private static final int MOST_GROWTHS = 4;

    /** To start, to claim what its output holds, and to write some more. */
    static final Duration LIMIT = Duration.ofSeconds(20).plusMillis(10L * KilledRunsTest.POSTS);

    private static final Duration IDLE = Duration.ofSeconds(1);

    /** Short, for what a killed run had leased is free again only after that. */
    private static final Duration LEASE_TIME = Duration.ofSeconds(3);

    /** A run asks again for what was in flight only when it is older than that; until then its batches are what it reads at once. */
    private static final Duration FIRST_QUESTION = LEASE_TIME.plusSeconds(1);

    /** What a run reads, leases and writes at once. */
    private static final long BATCH_BYTES = 256 << 10;

    /** How far a server's clock, of whole milliseconds, may be behind ours. */
    private static final Duration TOLERANCE = Duration.ofMillis(100);

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String STILL_LEASED = "posts are still leased by others";

    private final Path directory;
    private final List<String> command;
    private final Map<String, String> environment;
    private final ClaimStore store;
    private final AtomicInteger deaths;
    private final Random random;
    private final Set<String> unconfirmed = new HashSet<>();
    private final Set<String> strayed = new HashSet<>();
    private Set<String> before = Set.of();
    private int lapsed;

    /**
     * Has a run in view.
     *
     * @param directory which it makes, for its files
     * @param input what it reads, and when that has ended, standard input
     * @param environment names its store
     * @param store the same one, for a look at it
     * @param deaths how many runs on this store were killed so far
     * @param random decides when it is killed
     */
    KilledRun(
            Path directory,
            Path input,
            Map<String, String> environment,
            ClaimStore store,
            AtomicInteger deaths,
            Random random) {
        this.directory = directory;
        this.environment = environment;
        // Most of what a process does here is to start.
        this.command = CliProcess.command(
                List.of("-XX:TieredStopAtLevel=1"),
                "filter",
                "--append",
                "--lease-time",
                LEASE_TIME.toString(),
                "--retention",
                Aftermath.RETENTION.toString(),
                "--output",
                directory.resolve(OUTPUT).toString(),
                "--duplicates",
                directory.resolve(DUPLICATES).toString(),
                input.toString());
        this.store = store;
        this.deaths = deaths;
        this.random = random;
    }

    /** Runs until it has been killed so often, and once more to the end. */
    void run(int kills) {
        try {
            Files.createDirectory(directory);
            for (int kill = 1; kill <= kills; kill++) {
                runAndKill();
            }
            runToTheEnd(kills);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while a run was to end", e);
        }
    }

    /** The records in the output, each with its line feed; of one that was broken off, the whole ones. */
    List<String> written() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (InputStream in = new GZIPInputStream(Files.newInputStream(directory.resolve(OUTPUT)))) {
            in.transferTo(bytes);
        } catch (EOFException brokenOff) {
            bytes.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> line + "\n")
                .filter(line -> POST.matcher(line).matches())
                .toList();
    }

    /** What it had written and not confirmed when it was killed, of the last batch each time. */
    Set<String> unconfirmed() {
        return unconfirmed;
    }

    /** How many posts it says that others have taken, too, because their lease lapsed before they were confirmed. */
    int lapsed() {
        return lapsed;
    }

    /** Once its output has grown some times it is killed in the middle of what it does. */
    private void runAndKill() throws IOException, InterruptedException {
        Instant start = InstantSource.system().instant();
        long begin = System.nanoTime();
        // Standard input stays open, so it cannot come to an end.
        CliProcess process = start("-");
        try {
            awaitGrowth(LIMIT);
            for (int more = random.nextInt(MOST_GROWTHS); more > 0; more--) {
                awaitGrowth(IDLE);
            }
            assertThat(process.isAlive()).as(said()).isTrue();
        } finally {
            process.kill();
        }
        long lastBatch = lastBatch(Duration.ofNanos(System.nanoTime() - begin), deaths.getAndIncrement());
        addLapsed();
        look(lastBatch, start.plus(LEASE_TIME).minus(TOLERANCE));
    }

    /** It may have taken up all at once what those that were killed had leased, a batch each at most. */
    private static long lastBatch(Duration life, int deathsBefore) {
        return life.compareTo(FIRST_QUESTION) < 0 ? BATCH_BYTES : BATCH_BYTES * Math.max(1, deathsBefore);
    }

    /** The other run may have all that there was to write; then nothing but duplicates grows, and soon not even these. */
    private void awaitGrowth(Duration limit) {
        long before = size(OUTPUT);
        long duplicates = size(DUPLICATES);
        long end = System.nanoTime() + limit.toNanos();
        while (size(OUTPUT) <= before && System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK.toNanos());
            if (size(DUPLICATES) > duplicates) {
                duplicates = size(DUPLICATES);
                end = System.nanoTime() + IDLE.toNanos();
            }
        }
    }

    private long size(String file) {
        return directory.resolve(file).toFile().length();
    }

    /** Where others have leased posts for too long, who were killed perhaps and began again, it asks to be started again. */
    private void runToTheEnd(int mostRestarts) throws IOException, InterruptedException {
        int exitCode = exitCode();
        for (int restart = 1; restart <= mostRestarts && wantsRestart(exitCode); restart++) {
            exitCode = exitCode();
        }
        assertThat(exitCode).as(said()).isZero();
    }

    private boolean wantsRestart(int exitCode) {
        return exitCode == ExitCode.STORE && said().contains(STILL_LEASED);
    }

    private int exitCode() throws IOException, InterruptedException {
        CliProcess process = start();
        try {
            int exitCode = process.exitCode();
            addLapsed();
            return exitCode;
        } finally {
            process.destroy();
        }
    }

    private CliProcess start(String... inputs) throws IOException {
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of(inputs));
        return CliProcess.start(directory, environment, line);
    }

    private void addLapsed() {
        LAPSED.matcher(said()).results().forEach(posts -> lapsed += Integer.parseInt(posts.group(1)));
    }

    private String said() {
        return new Cli(directory).read("stderr");
    }

    private void look(long lastBatch, Instant firstLapse) {
        if (Files.exists(directory.resolve(OUTPUT))) {
            List<String> written = written();
            Aftermath left = Aftermath.of(written, before, lastBatch, held(store, written), firstLapse);
            strayed.addAll(left.strayed());
            strayed.removeAll(unconfirmed);
            unconfirmed.addAll(left.unconfirmed());
            before = Set.copyOf(written);
            assertThat(names(strayed))
                    .as("posts that the store has forgotten, though their batch was confirmed")
                    .hasSizeLessThanOrEqualTo(lapsed);
        }
    }

    /** What is enough of posts to know them by. */
    static List<String> names(Collection<String> posts) {
        return posts.stream().map(post -> post.substring(0, NAME_LENGTH)).toList();
    }

    /** What a store holds of posts, as they stand in an output. */
    static Map<String, Optional<ClaimRecord>> held(ClaimStore store, List<String> posts) {
        Map<String, Optional<ClaimRecord>> held = new HashMap<>();
        for (int from = 0; from < posts.size(); from += store.maximumBatchSize()) {
            List<String> some = posts.subList(from, Math.min(posts.size(), from + store.maximumBatchSize()));
            List<Optional<ClaimRecord>> records = Asker.values(
                    store.lookup(some.stream().map(KilledRun::fingerprint).toList(), PATIENCE)
                            .toCompletableFuture()
                            .join());
            for (int i = 0; i < some.size(); i++) {
                held.put(some.get(i), records.get(i));
            }
        }
        return held;
    }

    private static Fingerprint fingerprint(String post) {
        Matcher parts = POST.matcher(post);
        assertThat(parts.matches()).isTrue();
        return IDENTITY.fingerprint(Tweet.of(parts.group(1), parts.group(2)));
    }
}
