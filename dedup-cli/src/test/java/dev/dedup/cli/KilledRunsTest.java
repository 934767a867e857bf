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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two runs share a store and an input, and each is killed and started again: together their outputs hold each post, and twice only what
 * one had written and not confirmed when it was killed, or says that others have taken because its lease had lapsed.
 *
 * <p>So many different posts: {@code -Dequivalence.posts}; so many kills of each run: {@code -Dequivalence.kills}.
 */
@Tag("one-jdk")
class KilledRunsTest {
    static final int POSTS = Integer.getInteger("equivalence.posts", 150);
    private static final int KILLS = Integer.getInteger("equivalence.kills", 3);
    private static final int RUNS = 2;
    private static final int MOST_COPIES = 3;

    /** A post is so long that the input makes some ten batches. */
    private static final int PADDING_BITS = 40_000;

    private static final Duration PATIENCE = Duration.ofMinutes(2).plus(KilledRun.LIMIT.multipliedBy(KILLS));
    private static final String STORE = "DEDUP_STORE";
    private static final String ACCESS_KEY = "aws.accessKeyId";
    private static final String SECRET_KEY = "aws.secretAccessKey";

    private final long seed =
            Long.getLong("equivalence.seed", ThreadLocalRandom.current().nextLong());

    @TempDir
    Path directory;

    @Test
    void onValkey() {
        try (ValkeyServer server = ValkeyServer.started()) {
            judge(ValkeyServer.description(), server.uri(), Map.of());
        }
    }

    @Test
    void onPostgres() {
        try (PostgresServer server = PostgresServer.started()) {
            judge(server.description(), server.uri(server.user(), server.password()) + "?createSchema=true", Map.of());
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
                    Map.of("AWS_ACCESS_KEY_ID", "testkey", "AWS_SECRET_ACCESS_KEY", "testsecret"));
        } finally {
            System.clearProperty(ACCESS_KEY);
            System.clearProperty(SECRET_KEY);
        }
    }

    private void judge(String name, String url, Map<String, String> credentials) {
        System.out.printf("Killing runs of dedup filter on %s, with -Dequivalence.seed=%d%n", name, seed);
        Random random = new Random(seed);
        List<String> input = input(random);
        Path file = write(input);
        Map<String, String> environment = new HashMap<>(credentials);
        environment.put(STORE, url);
        AtomicInteger deaths = new AtomicInteger();
        try (ClaimStore store = ClaimStoreProvider.openStore(url)) {
            List<KilledRun> runs = Stream.generate(random::nextLong)
                    .limit(RUNS)
                    .map(own -> new KilledRun(
                            directory.resolve("run" + own), file, environment, store, deaths, new Random(own)))
                    .toList();
            Together.call(RUNS, PATIENCE, run -> {
                runs.get(run).run(KILLS);
                return run;
            });
            judge(name, input, runs);
            assertThat(KilledRun.held(store, List.copyOf(new HashSet<>(input))).values())
                    .as("what the store holds of each post at last")
                    .allMatch(Aftermath::isForGood);
        }
    }

    /** Each post up to three times, in any order. */
    private static List<String> input(Random random) {
        List<String> input = new ArrayList<>(IntStream.range(0, POSTS)
                .mapToObj(post -> Cli.post("@user" + post % 7, "post number " + post + " " + padding(random)))
                .flatMap(post -> Stream.generate(() -> post).limit(1 + random.nextInt(MOST_COPIES)))
                .toList());
        Collections.shuffle(input, random);
        return input;
    }

    /** What packing does not make much shorter. */
    private static String padding(Random random) {
        return new BigInteger(PADDING_BITS, random).toString(Character.MAX_RADIX);
    }

    private Path write(List<String> input) {
        try {
            return Files.writeString(directory.resolve("input.jsonl"), String.join("", input));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void judge(String name, List<String> input, List<KilledRun> runs) {
        List<String> written =
                runs.stream().flatMap(run -> run.written().stream()).toList();
        Set<String> once = new HashSet<>();
        Set<String> repeated = new HashSet<>();
        written.stream().filter(post -> !once.add(post)).forEach(repeated::add);
        Set<String> unconfirmed = new HashSet<>();
        runs.forEach(run -> unconfirmed.addAll(run.unconfirmed()));
        int lapsed = runs.stream().mapToInt(KilledRun::lapsed).sum();
        Set<String> byKill = new HashSet<>(repeated);
        byKill.retainAll(unconfirmed);
        repeated.removeAll(unconfirmed);
        System.out.printf(
                "Killed runs of dedup filter on %s: %d kills of %d runs, which had then written %d posts and not confirmed them;"
                        + " of %d posts %d are missing, %d repeated by a kill, %d otherwise, of at most %d by a lapsed lease%n",
                name,
                RUNS * KILLS,
                RUNS,
                unconfirmed.size(),
                POSTS,
                POSTS - once.size(),
                byKill.size(),
                repeated.size(),
                lapsed);
        Set<String> missing = new HashSet<>(input);
        missing.removeAll(once);
        assertThat(KilledRun.names(missing)).as("posts that nobody has written").isEmpty();
        assertThat(once).as("posts written").hasSize(POSTS);
        assertThat(KilledRun.names(repeated))
                .as("posts written twice that no kill explains")
                .hasSizeLessThanOrEqualTo(lapsed);
        assertThat(runs)
                .allSatisfy(run -> assertThat(KilledRun.names(run.written())).doesNotHaveDuplicates());
    }
}
