// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.memory.InMemoryClaimStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code --summary-json} says is of this run, however the run ended. */
class SummaryTest {
    /** A device that can be opened and takes nothing. */
    private static final String FULL = "/dev/full";

    @TempDir
    Path directory;

    private Cli cli;

    @BeforeEach
    void begin() {
        cli = new Cli(directory);
        cli.write("in.jsonl", Cli.posts(0, 20));
        cli.write("s.json", "{\"exit_status\":0}");
    }

    /** Runs with a reader of standard output that has gone, and returns what standard error shows. */
    private String filterIntoAClosedPipe(String summary) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        Streams streams = new Streams(
                new ByteArrayInputStream(new byte[0]), closed, new PrintStream(err, true, StandardCharsets.UTF_8));
        String in = cli.file("in.jsonl").toString();

        assertThat(Main.run(
                        streams,
                        "filter",
                        in,
                        "--summary-json",
                        summary.equals(FULL) ? FULL : cli.file(summary).toString()))
                .isEqualTo(ExitCode.CLOSED_PIPE);
        return err.toString(StandardCharsets.UTF_8);
    }

    private static String fullStore() {
        return TestStores.put(
                "full", InMemoryClaimStore.builder().maximumClaims(10).build());
    }

    @Test
    void closedPipeIsInTheSummaryAndNotOnTheConsole() {
        assertThat(filterIntoAClosedPipe("s.json")).isEmpty();

        assertThat(cli.read("s.json")).contains("\"read\":20,\"unique\":0", "\"exit_status\":141");
    }

    @Test
    void summaryThatCannotBeWrittenIsToldAlsoAfterAClosedPipe() {
        assertThat(filterIntoAClosedPipe(FULL))
                .containsOnlyOnce("/dev/full: the summary cannot be written")
                .hasLineCount(1);
    }

    @Test
    void summaryThatCannotBeWrittenDoesNotHideTheFailureOfTheRun() {
        Cli.Result result =
                cli.run("filter", "%in.jsonl", "--store", fullStore(), "--deadline", "100ms", "--summary-json", FULL);

        assertThat(result.exits(ExitCode.STORE).err())
                .contains("maximumClaims", "/dev/full: the summary cannot be written");
    }

    @Test
    void summaryThatCannotBeWrittenFailsARunThatWentWell() {
        cli.run("filter", "%in.jsonl", "--summary-json", FULL).exits(ExitCode.FILES);
        cli.withInput("x\n").run("filter", "--summary-json", FULL).exits(ExitCode.FILES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%absent.jsonl",
                "%in.jsonl --output %old.jsonl",
                "%in.jsonl --output %missing/out.jsonl",
                "%in.jsonl --append --output %torn.jsonl --max-record-bytes 30",
                "%in.jsonl --handle message",
                "%in.jsonl --append",
                "%in.jsonl --store nonsense",
            })
    void runThatIsRefusedSaysSo(String options) {
        cli.write("old.jsonl", "precious\n");
        cli.write("torn.jsonl", "x".repeat(1 << 19));

        cli.run(("filter " + options + " --summary-json %s.json").split(" ")).exits(ExitCode.USAGE);

        assertThat(cli.read("s.json"))
                .startsWith("{\"read\":0,\"unique\":0,\"duplicate\":0,\"rejected\":0,")
                .endsWith("\"exit_status\":2}\n");
        assertThat(cli.read("old.jsonl")).isEqualTo("precious\n");
    }

    @Test
    void runThatAnotherKeepsFromItsOutputSaysSo() throws IOException {
        cli.write("out.jsonl", "");
        try (FileChannel other = FileChannel.open(cli.file("out.jsonl"), StandardOpenOption.WRITE)) {
            other.lock();
            cli.run("filter", "%in.jsonl", "--output", "%out.jsonl", "--summary-json", "%s.json")
                    .exits(ExitCode.USAGE);
        }
        assertThat(cli.read("s.json")).endsWith("\"exit_status\":2}\n");
    }

    @Test
    void runWhoseStoreCannotBeOpenedSaysSo() {
        Cli.Result result =
                cli.run("filter", "%in.jsonl", "--store", TestStores.unreachable(), "--summary-json", "%s.json");

        assertThat(result.exits(ExitCode.STORE).err()).contains("the store cannot be opened: ");
        assertThat(cli.read("s.json")).endsWith("\"exit_status\":3}\n");
    }

    @Test
    void summaryIsEmptyUntilTheRunEnds() throws IOException, InterruptedException {
        Trickle trickle = new Trickle();
        Thread run = new Thread(() -> cli.run(trickle.in(), "filter", "-o", "%out.jsonl", "--summary-json", "%s.json"));
        run.start();
        trickle.write(Cli.posts(0, 3).getBytes(StandardCharsets.UTF_8));
        Awaitility.await()
                .until(() -> Files.exists(cli.file("out.jsonl"))
                        && cli.read("out.jsonl").equals(Cli.posts(0, 3)));

        assertThat(cli.read("s.json")).isEmpty();

        trickle.end();
        run.join();
        assertThat(cli.read("s.json")).endsWith("\"exit_status\":0}\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s.json",
                "%in.jsonl --duplicates %s.json",
                "%in.jsonl --retention -1s",
                "%in.jsonl --bogus",
            })
    void commandLineThatIsWrongTouchesNoFile(String options) {
        cli.run(("filter " + options + " --summary-json %s.json").split(" ")).exits(ExitCode.USAGE);

        assertThat(cli.read("s.json")).isEqualTo("{\"exit_status\":0}");
    }
}
