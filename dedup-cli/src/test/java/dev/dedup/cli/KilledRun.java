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
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A run of {@code dedup filter} as a process that is killed and started again, with an output of its own. For one thread. */
final class KilledRun {
    private static final String OUTPUT = "out.jsonl";
    private static final Pattern POST = Pattern.compile("\\{\"handle\":\"(.*)\",\"message\":\"(.*)\"}\n");
    private static final TweetIdentity IDENTITY = TweetIdentity.of("handle+message/exact-1");

    /** So slowly that the run has written what it was given, mostly, when it is given more. */
    private static final Duration PACE = Duration.ofMillis(2);

    private static final Duration LOOK = Duration.ofMillis(1);
    private static final int LOOKS = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path directory;
    private final List<String> command;
    private final ClaimStore store;
    private final Random random;
    private final Set<String> unconfirmed = new HashSet<>();

    KilledRun(Path directory, String url, List<String> jvmOptions, ClaimStore store, Random random) {
        this.directory = directory;
        this.command = CliProcess.command(
                fast(jvmOptions),
                "filter",
                "--append",
                "--lease-time",
                "5s",
                "--store",
                url,
                "--output",
                directory.resolve(OUTPUT).toString());
        this.store = store;
        this.random = random;
    }

    /** Most of what a process does here is to start. */
    private static List<String> fast(List<String> jvmOptions) {
        return Stream.concat(Stream.of("-XX:TieredStopAtLevel=1"), jvmOptions.stream())
                .toList();
    }

    /** Runs until it has been killed so often, and once more to the end. */
    void run(List<String> input, int kills) {
        try {
            Files.createDirectory(directory);
            for (int kill = 1; kill <= kills; kill++) {
                runAndKill(input.subList(0, input.size() / 8 + random.nextInt(input.size() * 3 / 4)));
            }
            runToTheEnd(input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while a run was to end", e);
        }
    }

    /** The records in the output, each with its line feed. */
    List<String> written() {
        return new Cli(directory).read(OUTPUT).lines().map(line -> line + "\n").toList();
    }

    /** What it had written when it was killed, and the store did not hold for good. */
    Set<String> unconfirmed() {
        return unconfirmed;
    }

    private void runAndKill(List<String> posts) throws IOException, InterruptedException {
        CliProcess process = CliProcess.start(directory, command);
        try {
            OutputStream in = process.in();
            for (String post : posts) {
                in.write(post.getBytes(StandardCharsets.UTF_8));
                in.flush();
                LockSupport.parkNanos(PACE.toNanos());
            }
            awaitGrowth();
            assertThat(process.isAlive())
                    .as("its input is still open, so it cannot have ended")
                    .isTrue();
        } finally {
            process.kill();
        }
        addUnconfirmed();
    }

    /** The moment after something was written is the one between it and its confirmation; but the other run may have it all. */
    private void awaitGrowth() {
        long before = size();
        for (int look = 0; look < LOOKS && size() == before; look++) {
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private long size() {
        return directory.resolve(OUTPUT).toFile().length();
    }

    private void runToTheEnd(List<String> posts) throws IOException, InterruptedException {
        CliProcess process = CliProcess.start(directory, command);
        try {
            try (OutputStream in = process.in()) {
                in.write(String.join("", posts).getBytes(StandardCharsets.UTF_8));
            }
            assertThat(process.exitCode()).as(new Cli(directory).read("stderr")).isZero();
        } finally {
            process.destroy();
        }
    }

    private void addUnconfirmed() {
        List<String> written = Files.exists(directory.resolve(OUTPUT)) ? written() : List.of();
        List<String> whole =
                written.stream().filter(post -> POST.matcher(post).matches()).toList();
        if (!whole.isEmpty()) {
            Answers<Optional<ClaimRecord>> held = store.lookup(
                            whole.stream().map(KilledRun::fingerprint).toList(), PATIENCE)
                    .toCompletableFuture()
                    .join();
            List<Optional<ClaimRecord>> records = Asker.values(held);
            for (int i = 0; i < whole.size(); i++) {
                if (records.get(i).map(ClaimRecord::state).orElse(ClaimState.LEASED) == ClaimState.LEASED) {
                    unconfirmed.add(whole.get(i));
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
