// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.Deduplicator;
import dev.dedup.spi.ClaimStoreProvider;
import dev.dedup.testservers.ValkeyServer;
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

/** The command on a real Valkey: runs share their claims, and whatever becomes of the server costs no post. */
class ValkeyStoreTest {
    private static final String PASSWORD = "Open-Sesame-77";
    private static final String MESSAGE_OR_SUMMARY =
            "(dedup: |read |unique |duplicate |rejected |unsettled |in output |rate ).*";

    private static ValkeyServer server;

    @TempDir
    Path directory;

    private Cli cli;

    @BeforeAll
    static void startServer() {
        server = ValkeyServer.started();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void begin() {
        server.command("FLUSHALL");
        cli = new Cli(directory);
    }

    private CliProcess start(String store, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("filter", "--store", store));
        arguments.addAll(List.of(options));
        return CliProcess.start(directory, CliProcess.command(List.of(), arguments.toArray(String[]::new)));
    }

    @Test
    void twoRunsAtOnceWriteEachPostOnce() {
        cli.write("one.jsonl", Cli.posts(0, 20_000));
        cli.write("other.jsonl", Cli.posts(10_000, 30_000));

        List<String> inputs = List.of("%one.jsonl", "%other.jsonl");
        List<String> outputs = List.of("%first.jsonl", "%second.jsonl");
        long unique =
                Together.call(2, i -> cli.run("filter", inputs.get(i), "--store", server.uri(), "-o", outputs.get(i)))
                        .stream()
                        .mapToLong(run -> run.exits(0).count("unique"))
                        .sum();

        assertThat(unique).isEqualTo(30_000);
        List<String> union = new ArrayList<>(cli.lines("first.jsonl"));
        union.addAll(cli.lines("second.jsonl"));
        assertThat(union)
                .containsExactlyInAnyOrderElementsOf(
                        Cli.posts(0, 30_000).lines().toList());
    }

    @Test
    void storeOfTheEnvironmentIsTakenIfNoneIsNamed() throws Exception {
        cli.write("in.jsonl", Cli.posts(0, 10));
        cli.run("filter", "%in.jsonl", "--store", server.uri()).exits(0).counts(10, 10, 0, 0);

        CliProcess process = CliProcess.shell(
                directory,
                "DEDUP_STORE=" + server.uri() + " \"$@\"",
                CliProcess.command(List.of(), "filter", cli.file("in.jsonl").toString()));

        assertThat(process.exitCode()).as(cli.read("stderr")).isZero();
        assertThat(cli.read("stderr")).containsPattern("duplicate +10\n");
    }

    @Test
    void postsThatAreInFlightElsewhereAreAskedForAgain() {
        cli.write("in.jsonl", Cli.post("@a", "leased by a worker that dies") + Cli.post("@a", "free"));
        try (Deduplicator<Tweet> dying = Deduplicator.forTweets(ClaimStoreProvider.openStore(server.uri()))
                .leaseTime(Duration.ofSeconds(5))
                .build()) {
            var lease = dying.tryLease(Tweet.of("@a", "leased by a worker that dies"));
            assertThat(lease).isPresent();

            Cli.Result result = cli.run("filter", "%in.jsonl", "--store", server.uri(), "--lease-time", "5s");

            result.exits(0).counts(2, 2, 0, 0);
            assertThat(result.text())
                    .isEqualTo(Cli.post("@a", "free") + Cli.post("@a", "leased by a worker that dies"));
        }
    }

    @Test
    void serverThatIsKilledInMidRunEndsItAndAppendGoesOn() throws Exception {
        Path out = cli.file("out.jsonl");
        try (ValkeyServer mortal = ValkeyServer.started()) {
            CliProcess process = start(mortal.uri(), "--deadline", "2s", "-o", out.toString());
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
                    .doesNotContain("Exception");

            mortal.start();
            cli.write("in.jsonl", Cli.posts(0, 20_000));
            cli.run("filter", "%in.jsonl", "--append", "-o", "%out.jsonl", "--store", mortal.uri())
                    .exits(0);
        }
        assertThat(cli.read("out.jsonl")).isEqualTo(Cli.posts(0, 20_000));
    }

    @Test
    void serverThatIsNotThereIsTold() {
        cli.write("in.jsonl", Cli.posts(0, 1));
        ValkeyServer gone = ValkeyServer.started();
        gone.close();

        Cli.Result result = cli.run("filter", "%in.jsonl", "--store", withPassword(gone, PASSWORD));

        assertThat(result.exits(3).err())
                .contains(gone.host() + ":" + gone.port(), "nobody listens there")
                .doesNotContain(PASSWORD, "Exception");
    }

    @Test
    void wrongPasswordIsToldAndNotShown() {
        cli.write("in.jsonl", Cli.posts(0, 1));
        try (ValkeyServer locked = ValkeyServer.builder().password(PASSWORD).start()) {
            Cli.Result wrong = cli.run("filter", "%in.jsonl", "--store", withPassword(locked, "Wrong-Sesame-78"));
            assertThat(wrong.exits(3).err())
                    .contains(locked.host() + ":" + locked.port(), "refuses the user or the password")
                    .doesNotContain("Sesame", "Exception");

            Cli.Result none = cli.run("filter", "%in.jsonl", "--store", locked.uri());
            assertThat(none.exits(3).err()).contains("asks for a password and got none");

            cli.run("filter", "%in.jsonl", "--store", withPassword(locked, PASSWORD))
                    .exits(0)
                    .counts(1, 1, 0, 0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "valkey://u:Open?Sesame@h:1",
                "valkey://u:Open?Sesame&x=y@h:1",
                "valkey://u:Open%Sesame@h:1",
                "valkey://u:Open/Sesame@h:1/7",
                "valkey://u:Open#Sesame@h:x",
                "valkey://u:Open:Sesame@h:99999",
                "valkey://u:Open@Sesame@h:1?bogus=1",
                "valkeys://u:OpenSesame@h:1?prefix={x}",
            })
    void passwordInAUrlThatIsWrongIsNotShown(String url) {
        Cli.Result result = cli.withInput(Cli.posts(0, 1)).run("filter", "--store", url);

        assertThat(result.exits(2).err()).contains("--store valkey").doesNotContain("Open", "Sesame", "Exception");
    }

    @Test
    void serverThatWouldDropClaimsIsWarnedOf() throws Exception {
        cli.write("in.jsonl", Cli.posts(0, 1));
        try (ValkeyServer forgetful = ValkeyServer.builder()
                .config("maxmemory", "100mb")
                .config("maxmemory-policy", "volatile-lru")
                .start()) {
            CliProcess process = start(forgetful.uri(), cli.file("in.jsonl").toString());

            assertThat(process.exitCode()).isZero();
            assertThat(cli.read("stderr").lines())
                    .filteredOn(line -> line.startsWith("dedup: warning: "))
                    .singleElement()
                    .asString()
                    .contains("maxmemory-policy is volatile-lru", "Set maxmemory-policy noeviction");
        }
    }

    private static void feedUntilItEnds(OutputStream in, String posts) {
        try (in) {
            in.write(posts.getBytes(StandardCharsets.UTF_8));
        } catch (IOException ended) {
            assertThat(ended).hasMessageContaining("pipe");
        }
    }

    private static String withPassword(ValkeyServer server, String password) {
        return "valkey://:" + password + "@" + server.host() + ":" + server.port();
    }
}
