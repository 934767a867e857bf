// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a process of its own can show: pipes, full devices, small heaps. */
class ProcessTest {
    private static final List<String> SMALL_HEAP = List.of("-Xmx40m");

    @TempDir
    Path directory;

    private Cli cli;

    @BeforeEach
    void begin() {
        cli = new Cli(directory);
    }

    private int run(String script, List<String> jvmOptions, String... args) throws Exception {
        return CliProcess.shell(directory, script, CliProcess.command(jvmOptions, args))
                .exitCode();
    }

    private String path(String name) {
        return cli.file(name).toString();
    }

    @Test
    void readerThatGoesAwayEndsTheRunQuietly() throws Exception {
        cli.write("in.jsonl", Cli.posts(0, 100_000));

        int exitCode = run("\"$@\" | head -n 2; exit ${PIPESTATUS[0]}", List.of(), "filter", path("in.jsonl"));

        assertThat(exitCode).isEqualTo(141);
        assertThat(cli.read("stdout")).isEqualTo(Cli.posts(0, 2));
        assertThat(cli.read("stderr")).isEmpty();
    }

    @Test
    void explainEndsQuietlyToo() throws Exception {
        cli.write("in.jsonl", Cli.posts(0, 100_000));

        int exitCode = run("\"$@\" | head -n 1; exit ${PIPESTATUS[0]}", List.of(), "explain", path("in.jsonl"));

        assertThat(exitCode).isEqualTo(141);
        assertThat(cli.read("stderr")).isEmpty();
    }

    @Test
    void fullDeviceIsToldWithTheRemedy() throws Exception {
        assertThat(Path.of("/dev/full"))
                .as("this test needs the device that is always full")
                .exists();
        cli.write("in.jsonl", Cli.posts(0, 10));

        assertThat(run("\"$@\" > /dev/full", List.of(), "filter", path("in.jsonl")))
                .isEqualTo(4);
        assertThat(cli.read("stderr"))
                .contains("(standard output): writing failed: No space left on device", "--append");
        assertThat(run("\"$@\"", List.of(), "filter", path("in.jsonl"), "-o", "/dev/full"))
                .isEqualTo(4);
        assertThat(cli.read("stderr")).contains("/dev/full: writing failed: No space left on device");
        assertThat(run("\"$@\"", List.of(), "filter", path("in.jsonl"), "--summary-json", "/dev/full"))
                .isEqualTo(4);
        assertThat(cli.read("stderr")).contains("/dev/full: the summary cannot be written");
    }

    @Test
    void fileSizeLimitKeepsWhatWasWritten() throws Exception {
        cli.write("in.jsonl", Cli.posts(0, 20_000));

        int exitCode = run(
                "trap '' XFSZ; ulimit -f 512; exec \"$@\"",
                List.of(),
                "filter",
                path("in.jsonl"),
                "--append",
                "-o",
                path("out.jsonl"));

        assertThat(exitCode).isEqualTo(4);
        assertThat(cli.read("stderr")).contains("out.jsonl: writing failed");
        cli.run("filter", "%in.jsonl", "--append", "-o", "%out.jsonl").exits(0);
        assertThat(cli.read("out.jsonl")).isEqualTo(Cli.posts(0, 20_000));
    }

    @Test
    void lineOfAHundredMegabytesNeedsNoMemory() throws Exception {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(cli.file("in.jsonl")))) {
            out.write("{\"handle\":\"@a\",\"message\":\"".getBytes(StandardCharsets.UTF_8));
            byte[] megabyte = new byte[1_000_000];
            Arrays.fill(megabyte, (byte) 'x');
            for (int i = 0; i < 100; i++) {
                out.write(megabyte);
            }
            out.write(("\"}\n" + Cli.posts(0, 3)).getBytes(StandardCharsets.UTF_8));
        }

        assertThat(run("\"$@\"", List.of("-Xmx64m"), "filter", path("in.jsonl")))
                .isEqualTo(1);

        assertThat(cli.read("stdout")).isEqualTo(Cli.posts(0, 3));
        assertThat(cli.read("stderr")).contains("in.jsonl:1: the record is longer than 16777216 bytes");
    }

    @Test
    void memoryDoesNotGrowWithTheInput() throws Exception {
        byte[] thousand = Cli.posts(0, 1_000).getBytes(StandardCharsets.UTF_8);
        CliProcess process = CliProcess.start(directory, CliProcess.command(SMALL_HEAP, "filter"));
        try (OutputStream in = process.in()) {
            for (int i = 0; i < 3_000; i++) {
                in.write(thousand);
            }
        }

        assertThat(process.exitCode()).as(cli.read("stderr")).isZero();
        assertThat(cli.read("stdout")).isEqualTo(Cli.posts(0, 1_000));
        assertThat(cli.read("stderr")).containsPattern("read +3,000,000");
    }

    @Test
    void heapThatIsTooSmallIsToldWithTheRemedy() throws Exception {
        cli.write("in.jsonl", Cli.post("@a", "x".repeat(15_000_000)).repeat(3));

        int exitCode = run("\"$@\"", List.of("-Xmx30m"), "filter", path("in.jsonl"));

        assertThat(exitCode).isEqualTo(5);
        assertThat(cli.read("stderr")).contains("the heap of", "is too small", "DEDUP_JAVA_OPTS");
    }

    @Test
    void devicesMayBeNamedTwice() {
        cli.write("in.jsonl", Cli.posts(0, 10));

        cli.run("filter", "%in.jsonl", "-o", "/dev/null", "--duplicates", "/dev/null")
                .exits(0)
                .counts(10, 10, 0, 0);
    }
}
