// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimState;
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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** A run of {@code dedup filter} as a process that is killed and started again, with an output of its own. For one thread. */
final class KilledRun {
    /** Packed, so that writing takes its time, and a kill often comes in the middle of a batch. */
    private static final String OUTPUT = "out.jsonl.gz";

    private static final String DUPLICATES = "duplicates.jsonl";
    private static final Pattern POST = Pattern.compile("\\{\"handle\":\"(.*)\",\"message\":\"(.*)\"}\n");
    private static final Pattern LAPSED = Pattern.compile("(\\d+) posts took longer to write than the lease time");
    private static final TweetIdentity IDENTITY = TweetIdentity.of("handle+message/exact-1");

    private static final Duration LOOK = Duration.ofNanos(50_000);
    private static final int MOST_GROWTHS = 4;
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration IDLE = Duration.ofSeconds(1);

    /** Short, for what a killed run had leased is free again only after that. */
    private static final String LEASE_TIME = "3s";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path directory;
    private final List<String> command;
    private final ClaimStore store;
    private final Random random;
    private final Set<String> unconfirmed = new HashSet<>();
    private int lapsed;

    KilledRun(Path directory, Path input, String url, List<String> jvmOptions, ClaimStore store, Random random) {
        this.directory = directory;
        this.command = CliProcess.command(
                fast(jvmOptions),
                "filter",
                "--append",
                "--lease-time",
                LEASE_TIME,
                "--store",
                url,
                "--output",
                directory.resolve(OUTPUT).toString(),
                "--duplicates",
                directory.resolve(DUPLICATES).toString(),
                input.toString());
        this.store = store;
        this.random = random;
    }

    /** Most of what a process does here is to start. */
    private static List<String> fast(List<String> jvmOptions) {
        return Stream.concat(Stream.of("-XX:TieredStopAtLevel=1"), jvmOptions.stream())
                .toList();
    }

    /** Runs until it has been killed so often, and once more to the end. */
    void run(int kills) {
        try {
            Files.createDirectory(directory);
            for (int kill = 1; kill <= kills; kill++) {
                runAndKill();
            }
            runToTheEnd();
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

    /** What it had written when it was killed, and the store did not hold for good. */
    Set<String> unconfirmed() {
        return unconfirmed;
    }

    /** How many posts it says that others have taken, too, because their lease lapsed before they were confirmed. */
    int lapsed() {
        return lapsed;
    }

    /** Once its output has grown some times it is killed in the middle of what it does. */
    private void runAndKill() throws IOException, InterruptedException {
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
        addLapsed();
        addUnconfirmed();
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

    private void runToTheEnd() throws IOException, InterruptedException {
        CliProcess process = start();
        try {
            assertThat(process.exitCode()).as(said()).isZero();
        } finally {
            process.destroy();
        }
        addLapsed();
    }

    private CliProcess start(String... inputs) throws IOException {
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of(inputs));
        return CliProcess.start(directory, line);
    }

    private void addLapsed() {
        LAPSED.matcher(said()).results().forEach(posts -> lapsed += Integer.parseInt(posts.group(1)));
    }

    private String said() {
        return new Cli(directory).read("stderr");
    }

    private void addUnconfirmed() {
        List<String> written = Files.exists(directory.resolve(OUTPUT)) ? written() : List.of();
        if (!written.isEmpty()) {
            Answers<Optional<ClaimRecord>> held = store.lookup(
                            written.stream().map(KilledRun::fingerprint).toList(), PATIENCE)
                    .toCompletableFuture()
                    .join();
            List<Optional<ClaimRecord>> records = Asker.values(held);
            for (int i = 0; i < written.size(); i++) {
                if (records.get(i).map(ClaimRecord::state).orElse(ClaimState.LEASED) == ClaimState.LEASED) {
                    unconfirmed.add(written.get(i));
                }
            }
        }
    }

    private static Fingerprint fingerprint(String post) {
        Matcher parts = POST.matcher(post);
        assertThat(parts.matches()).isTrue();
        return IDENTITY.fingerprint(Tweet.of(parts.group(1), parts.group(2)));
    }
}
