// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.Deduplicator;
import dev.dedup.spi.ClaimStoreProvider;
import dev.dedup.testservers.DynamoDbServer;
import dev.dedup.tweet.Tweet;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command on DynamoDB Local: runs share their claims, and whatever becomes of the service costs no post. */
@Tag("one-jdk")
class DynamoDbStoreTest {
    private static final String MESSAGE_OR_SUMMARY =
            "(dedup: |read |unique |duplicate |rejected |unsettled |in output |rate ).*";
    private static final String SECRET = "Open-Sesame-4711";
    private static final List<String> CREDENTIALS =
            List.of("-Daws.accessKeyId=testkey", "-Daws.secretAccessKey=" + SECRET);

    private static DynamoDbServer server;

    @TempDir
    Path directory;

    private final String table = "posts-" + UUID.randomUUID();
    private Cli cli;

    @BeforeAll
    static void startServer() {
        server = DynamoDbServer.started();
        System.setProperty("aws.accessKeyId", "testkey");
        System.setProperty("aws.secretAccessKey", SECRET);
    }

    @AfterAll
    static void stopServer() {
        server.close();
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @BeforeEach
    void begin() {
        cli = new Cli(directory);
    }

    private String url(DynamoDbServer of) {
        return "dynamodb://" + table + "?region=eu-west-1&createTable=true&endpoint=" + of.endpoint();
    }

    @Test
    void twoRunsAtOnceWriteEachPostOnce() {
        cli.write("one.jsonl", Cli.posts(0, 400));
        cli.write("other.jsonl", Cli.posts(200, 600));

        var one = CompletableFuture.supplyAsync(
                () -> cli.run("filter", "%one.jsonl", "--store", url(server), "-o", "%first.jsonl"));
        var other = CompletableFuture.supplyAsync(
                () -> cli.run("filter", "%other.jsonl", "--store", url(server), "-o", "%second.jsonl"));
        long unique =
                one.join().exits(0).count("unique") + other.join().exits(0).count("unique");

        assertThat(unique).isEqualTo(600);
        List<String> union = new ArrayList<>(cli.lines("first.jsonl"));
        union.addAll(cli.lines("second.jsonl"));
        assertThat(union)
                .containsExactlyInAnyOrderElementsOf(Cli.posts(0, 600).lines().toList());
    }

    @Test
    void storeOfTheEnvironmentIsTakenIfNoneIsNamed() throws Exception {
        cli.write("in.jsonl", Cli.posts(0, 10));
        cli.run("filter", "%in.jsonl", "--store", url(server)).exits(0).counts(10, 10, 0, 0);

        CliProcess process = CliProcess.shell(
                directory,
                "DEDUP_STORE='" + url(server) + "' \"$@\"",
                CliProcess.command(CREDENTIALS, "filter", cli.file("in.jsonl").toString()));

        assertThat(process.exitCode()).as(cli.read("stderr")).isZero();
        assertThat(cli.read("stderr"))
                .containsPattern("duplicate +10\n")
                .as("nothing but the summary")
                .doesNotContain("WARN", "INFO", "SLF4J");
    }

    @Test
    void readingFirstGivesTheSameVerdicts() {
        cli.write("in.jsonl", Cli.posts(0, 250));
        cli.run("filter", "%in.jsonl", "--store", url(server) + "&readFirst=true")
                .exits(0)
                .counts(250, 250, 0, 0);
        cli.run("filter", "%in.jsonl", "--store", url(server) + "&readFirst=true")
                .exits(0)
                .counts(250, 0, 250, 0);
    }

    @Test
    void postsAreHeldForeverIfTheRetentionSaysSo() {
        cli.withInput(Cli.posts(0, 3))
                .run("filter", "--store", url(server), "--retention", "forever")
                .exits(0);

        cli.withInput(Cli.posts(0, 3)).run("filter", "--store", url(server)).counts(3, 0, 3, 0);
    }

    @Test
    void postsThatAreInFlightElsewhereAreAskedForAgain() {
        cli.write("in.jsonl", Cli.post("@a", "leased by a worker that dies") + Cli.post("@a", "free"));
        try (Deduplicator<Tweet> dying = Deduplicator.forTweets(ClaimStoreProvider.openStore(url(server)))
                .leaseTime(Duration.ofSeconds(1))
                .build()) {
            assertThat(dying.tryLease(Tweet.of("@a", "leased by a worker that dies")))
                    .isPresent();

            Cli.Result result = cli.run("filter", "%in.jsonl", "--store", url(server), "--lease-time", "1s");

            result.exits(0).counts(2, 2, 0, 0);
            assertThat(result.text())
                    .isEqualTo(Cli.post("@a", "free") + Cli.post("@a", "leased by a worker that dies"));
        }
    }

    @Test
    void serviceThatIsKilledInMidRunEndsItAndAppendGoesOn() throws Exception {
        Path out = cli.file("out.jsonl");
        try (DynamoDbServer mortal = DynamoDbServer.started()) {
            CliProcess process = CliProcess.start(
                    directory,
                    CliProcess.command(
                            CREDENTIALS, "filter", "--store", url(mortal), "--deadline", "5s", "-o", out.toString()));
            OutputStream in = process.in();
            in.write(Cli.posts(0, 1_000).getBytes(StandardCharsets.UTF_8));
            in.flush();
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(out) && Files.size(out) > 0);
            mortal.kill();
            feedUntilItEnds(in, Cli.posts(1_000, 2_000));
            assertThat(process.exitCode()).as(cli.read("stderr")).isEqualTo(3);
            assertThat(cli.read("stderr").lines())
                    .as("nothing but the command's own words")
                    .allMatch(line -> line.matches(MESSAGE_OR_SUMMARY));
            assertThat(cli.read("stderr"))
                    .contains(table, "eu-west-1", "run again with --append")
                    .doesNotContain("Exception", SECRET);

            mortal.start();
            cli.write("in.jsonl", Cli.posts(0, 2_000));
            cli.run("filter", "%in.jsonl", "--append", "-o", "%out.jsonl", "--store", url(mortal))
                    .exits(0);
        }
        assertThat(cli.read("out.jsonl")).isEqualTo(Cli.posts(0, 2_000));
    }

    @Test
    void tableThatIsNotThereIsTold() {
        Cli.Result result = cli.withInput(Cli.posts(0, 1))
                .run("filter", "--store", url(server).replace("createTable=true", "createTable=false"));

        assertThat(result.exits(3).err())
                .contains(table, "eu-west-1", "there is no such table in this Region")
                .doesNotContain("Exception:", SECRET);
    }

    @Test
    void credentialsThatAreNowhereAreAskedFor() throws Exception {
        assertThat(messageOfAMachineThatKnowsNothing("dynamodb://posts?region=eu-west-1"))
                .contains("dynamodb table posts in eu-west-1", "no AWS credentials were found; set AWS_ACCESS_KEY_ID")
                .as("the SDK's own words")
                .contains("give this machine a role: Unable to load credentials from any of the providers")
                .doesNotContain("Exception");
    }

    @Test
    void regionThatIsNowhereIsAskedFor() throws Exception {
        assertThat(messageOfAMachineThatKnowsNothing("dynamodb://posts"))
                .contains("dynamodb table posts", "no AWS Region is named; give one, as in dynamodb://posts?region=")
                .doesNotContain("Exception");
    }

    /** What the command says on a machine without environment variables, profiles and a role. */
    private String messageOfAMachineThatKnowsNothing(String url) throws Exception {
        String absent = cli.file("absent").toString();
        List<String> nothing = List.of(
                "-Daws.disableEc2Metadata=true", "-Daws.configFile=" + absent, "-Daws.sharedCredentialsFile=" + absent);
        cli.write("in.jsonl", Cli.posts(0, 1));
        CliProcess process = CliProcess.shell(
                directory,
                "unset ${!AWS_@}; \"$@\"",
                CliProcess.command(
                        nothing, "filter", "--store", url, cli.file("in.jsonl").toString()));
        assertThat(process.exitCode()).isEqualTo(3);
        return cli.read("stderr");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dynamodb://KEY:OpenSesame@posts?region=eu-west-1",
                "dynamodb://posts?region=eu-west-1&secret=OpenSesame",
                "dynamodb://posts?region=eu-west-1&endpoint=http://me:OpenSesame@localhost",
                "dynamodb://posts?region=EU&password=OpenSesame",
            })
    void secretInAUrlThatIsWrongIsNotShown(String url) {
        Cli.Result result = cli.withInput(Cli.posts(0, 1)).run("filter", "--store", url);

        assertThat(result.exits(2).err()).contains("--store dynamodb").doesNotContain("OpenSesame", "Exception");
    }

    private static void feedUntilItEnds(OutputStream in, String posts) {
        try (in) {
            in.write(posts.getBytes(StandardCharsets.UTF_8));
        } catch (IOException ended) {
            assertThat(ended).hasMessageContaining("pipe");
        }
    }
}
