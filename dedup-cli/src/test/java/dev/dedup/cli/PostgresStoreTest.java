// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.Deduplicator;
import dev.dedup.spi.ClaimStoreProvider;
import dev.dedup.testservers.PostgresServer;
import dev.dedup.testservers.claims.Together;
import dev.dedup.tweet.Tweet;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command on a real PostgreSQL: runs share their claims, and whatever becomes of the server costs no post. */
class PostgresStoreTest {
    private static final String MESSAGE_OR_SUMMARY =
            "(dedup: |read |unique |duplicate |rejected |unsettled |in output |rate ).*";

    private static PostgresServer server;

    @TempDir
    Path directory;

    private Cli cli;

    @BeforeAll
    static void startServer() {
        server = PostgresServer.started();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void begin() {
        server.execute("DROP TABLE IF EXISTS dedup_claim");
        cli = new Cli(directory);
    }

    /** Has the table made, and logs in as the ordinary user. */
    private static String url(PostgresServer server) {
        return server.uri(server.user(), server.password()) + "?createSchema=true";
    }

    @Test
    void twoRunsAtOnceWriteEachPostOnce() {
        cli.write("one.jsonl", Cli.posts(0, 20_000));
        cli.write("other.jsonl", Cli.posts(10_000, 30_000));

        List<String> inputs = List.of("%one.jsonl", "%other.jsonl");
        List<String> outputs = List.of("%first.jsonl", "%second.jsonl");
        long unique =
                Together.call(2, i -> cli.run("filter", inputs.get(i), "--store", url(server), "-o", outputs.get(i)))
                        .stream()
                        .mapToLong(run -> run.exits(0).count("unique"))
                        .sum();

        assertThat(unique).isEqualTo(30_000);
        List<String> union = new ArrayList<>(cli.lines("first.jsonl"));
        union.addAll(cli.lines("second.jsonl"));
        assertThat(union)
                .containsExactlyInAnyOrderElementsOf(
                        Cli.posts(0, 30_000).lines().toList());
        assertThat(server.value("SELECT count(*) FROM dedup_claim WHERE leased IS NULL"))
                .isEqualTo("30000");
    }

    @Test
    void storeOfTheEnvironmentIsTakenIfNoneIsNamed() throws Exception {
        cli.write("in.jsonl", Cli.posts(0, 10));
        cli.run("filter", "%in.jsonl", "--store", url(server)).exits(0).counts(10, 10, 0, 0);

        CliProcess process = CliProcess.shell(
                directory,
                "DEDUP_STORE='" + url(server) + "' \"$@\"",
                CliProcess.command(List.of(), "filter", cli.file("in.jsonl").toString()));

        assertThat(process.exitCode()).as(cli.read("stderr")).isZero();
        assertThat(cli.read("stderr"))
                .containsPattern("duplicate +10\n")
                .as("nothing but the summary")
                .doesNotContain("WARN", "INFO", "jOOQ");
    }

    @Test
    void postsAreHeldForeverIfTheRetentionSaysSo() {
        cli.withInput(Cli.posts(0, 3))
                .run("filter", "--store", url(server), "--retention", "forever")
                .exits(0);

        assertThat(server.value("SELECT count(*) FROM dedup_claim WHERE expires_at = 'infinity'"))
                .isEqualTo("3");
    }

    @Test
    void postsThatAreInFlightElsewhereAreAskedForAgain() {
        cli.write("in.jsonl", Cli.post("@a", "leased by a worker that dies") + Cli.post("@a", "free"));
        try (Deduplicator<Tweet> dying = Deduplicator.forTweets(ClaimStoreProvider.openStore(url(server)))
                .leaseTime(Duration.ofSeconds(1))
                .build()) {
            var lease = dying.tryLease(Tweet.of("@a", "leased by a worker that dies"));
            assertThat(lease).isPresent();

            Cli.Result result = cli.run("filter", "%in.jsonl", "--store", url(server), "--lease-time", "1s");

            result.exits(0).counts(2, 2, 0, 0);
            assertThat(result.text())
                    .isEqualTo(Cli.post("@a", "free") + Cli.post("@a", "leased by a worker that dies"));
        }
    }

    @Test
    void serverThatIsKilledInMidRunEndsItAndAppendGoesOn() throws Exception {
        Path out = cli.file("out.jsonl");
        try (PostgresServer mortal = PostgresServer.started()) {
            CliProcess process = CliProcess.start(
                    directory,
                    CliProcess.command(
                            List.of(), "filter", "--store", url(mortal), "--deadline", "2s", "-o", out.toString()));
            OutputStream in = process.in();
            in.write(Cli.posts(0, 10_000).getBytes(StandardCharsets.UTF_8));
            in.flush();
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(out) && Files.size(out) > 0);
            mortal.kill();
            feedUntilItEnds(in, Cli.posts(10_000, 20_000));
            assertThat(process.exitCode()).as(cli.read("stderr")).isEqualTo(3);
            assertThat(cli.read("stderr").lines())
                    .as("nothing but the command's own words")
                    .allMatch(line -> line.matches(MESSAGE_OR_SUMMARY));
            assertThat(cli.read("stderr"))
                    .contains(mortal.host() + ":" + mortal.port(), "run again with --append")
                    .doesNotContain("Exception", mortal.password());

            mortal.start();
            cli.write("in.jsonl", Cli.posts(0, 20_000));
            cli.run("filter", "%in.jsonl", "--append", "-o", "%out.jsonl", "--store", url(mortal))
                    .exits(0);
        }
        assertThat(cli.read("out.jsonl")).isEqualTo(Cli.posts(0, 20_000));
    }

    @Test
    void tableThatIsNotThereIsTold() {
        Cli.Result result =
                cli.withInput(Cli.posts(0, 1)).run("filter", "--store", server.uri(server.user(), server.password()));

        assertThat(result.exits(3).err())
                .contains("table dedup_claim: it does not exist; make it by createSchema()")
                .doesNotContain("Exception", server.password());
    }

    @Test
    void wrongPasswordIsToldAndNotShown() {
        Cli.Result result =
                cli.withInput(Cli.posts(0, 1)).run("filter", "--store", server.uri(server.user(), "Wrong-Sesame-78"));

        assertThat(result.exits(3).err())
                .contains(server.host() + ":" + server.port(), "refuses the user or the password")
                .doesNotContain("Sesame", "Exception");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://u:Open?Sesame@h:1/d",
                "postgresql://u:Open%Sesame@h:1/d",
                "postgresql://u:Open/Sesame@h:1",
                "postgresql://u:OpenSesame@h:x/d",
                "postgresql://u:Open@Sesame@h:1/d?bogus=1",
                "postgres://u:OpenSesame@h:1/d?createSchema=perhaps",
                "postgresql://u:OpenSesame@h:1/d?connections=0",
            })
    void passwordInAUrlThatIsWrongIsNotShown(String url) {
        Cli.Result result = cli.withInput(Cli.posts(0, 1)).run("filter", "--store", url);

        assertThat(result.exits(2).err()).contains("--store postgres").doesNotContain("Open", "Sesame", "Exception");
    }

    private static void feedUntilItEnds(OutputStream in, String posts) {
        try (in) {
            in.write(posts.getBytes(StandardCharsets.UTF_8));
        } catch (IOException ended) {
            assertThat(ended).hasMessageContaining("pipe");
        }
    }
}
