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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
