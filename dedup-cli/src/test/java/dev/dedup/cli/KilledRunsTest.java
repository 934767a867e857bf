// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimStoreProvider;
import dev.dedup.testservers.DynamoDbServer;
import dev.dedup.testservers.PostgresServer;
import dev.dedup.testservers.ValkeyServer;
import dev.dedup.testservers.claims.Together;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two runs share a store and an input, and each is killed and started again: together their outputs hold each post, and twice only what
 * one had written and not confirmed when it was killed.
 *
 * <p>So many different posts: {@code -Dequivalence.posts}; so many kills of each run: {@code -Dequivalence.kills}.
 */
class KilledRunsTest {
    private static final int POSTS = Integer.getInteger("equivalence.posts", 300);
    private static final int KILLS = Integer.getInteger("equivalence.kills", 3);
    private static final int RUNS = 2;
    private static final int MOST_COPIES = 3;

    /** So long that what waits in a pipe is a small part of the input. */
    private static final String PADDING = "x".repeat(2_000);

    private static final String ACCESS_KEY = "aws.accessKeyId";
    private static final String SECRET_KEY = "aws.secretAccessKey";

    private final long seed =
            Long.getLong("equivalence.seed", ThreadLocalRandom.current().nextLong());

    @TempDir
    Path directory;

    @Test
    void onValkey() {
        try (ValkeyServer server = ValkeyServer.started()) {
            judge(ValkeyServer.description(), server.uri(), List.of());
        }
    }

    @Test
    void onPostgres() {
        try (PostgresServer server = PostgresServer.started()) {
            judge(server.description(), server.uri(server.user(), server.password()) + "?createSchema=true", List.of());
        }
    }

    @Test
    void onDynamoDb() {
        System.setProperty(ACCESS_KEY, "testkey");
        System.setProperty(SECRET_KEY, "testsecret");
        try (DynamoDbServer server = DynamoDbServer.started()) {
            judge(
                    server.description(),
                    "dynamodb://posts?region=eu-west-1&createTable=true&endpoint=" + server.endpoint(),
                    List.of("-D" + ACCESS_KEY + "=testkey", "-D" + SECRET_KEY + "=testsecret"));
        } finally {
            System.clearProperty(ACCESS_KEY);
            System.clearProperty(SECRET_KEY);
        }
    }

    private void judge(String name, String url, List<String> jvmOptions) {
        Random random = new Random(seed);
        List<String> input = input(random);
        try (ClaimStore store = ClaimStoreProvider.openStore(url)) {
            List<KilledRun> runs = Stream.generate(random::nextLong)
                    .limit(RUNS)
                    .map(own -> new KilledRun(directory.resolve("run" + own), url, jvmOptions, store, new Random(own)))
                    .toList();
            Together.run(RUNS, run -> runs.get(run).run(input, KILLS));
            judge(name, input, runs);
        }
    }

    /** Each post up to three times, in any order. */
    private static List<String> input(Random random) {
        List<String> input = new ArrayList<>(IntStream.range(0, POSTS)
                .mapToObj(post -> Cli.post("@user" + post % 7, "post number " + post + " " + PADDING))
                .flatMap(post -> Stream.generate(() -> post).limit(1 + random.nextInt(MOST_COPIES)))
                .toList());
        Collections.shuffle(input, random);
        return input;
    }

    private void judge(String name, List<String> input, List<KilledRun> runs) {
        List<String> written =
                runs.stream().flatMap(run -> run.written().stream()).toList();
        Set<String> once = new HashSet<>();
        Set<String> repeated = new HashSet<>();
        written.stream().filter(post -> !once.add(post)).forEach(repeated::add);
        Set<String> unconfirmed = new HashSet<>();
        runs.forEach(run -> unconfirmed.addAll(run.unconfirmed()));
        System.out.printf(
                "Killed runs of dedup filter on %s (seed %d): %d kills of %d runs, which had then written %d posts and not confirmed them;"
                        + " of %d posts %d are missing, %d repeated%n",
                name, seed, RUNS * KILLS, RUNS, unconfirmed.size(), POSTS, POSTS - once.size(), repeated.size());
        assertThat(once).as("posts written").isEqualTo(new HashSet<>(input));
        assertThat(unconfirmed).as("posts that may be written twice").containsAll(repeated);
        assertThat(runs).allSatisfy(run -> assertThat(run.written()).doesNotHaveDuplicates());
    }
}
