// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What {@code dedup compare} refuses, and what it says when there is nothing to compare. */
class CompareUsageTest extends Comparing {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--store memory: | compare needs two stores or more, and got 1",
                "--batch-size 5 | compare needs two stores or more, and got 0",
                "--store memory: --store valkey://:hunter:2@h:port | valkey://***@h:port",
                "--store memory: --store nonsense | begins with a scheme",
                "--store memory: --store memory:?bogus=1 | bogus",
                "--store memory: --store memory: --batch-size 0 | from 1 to 100000",
                "--store memory: --store memory: --batch-size 100001 | from 1 to 100000",
                "--store memory: --store memory: --batch-size many | --batch-size",
                "--store memory: --store memory: --retention forever | is not a duration",
                "--store memory: --store memory: --retention 40000d | 36525 days",
                "--store memory: --store memory: --deadline 25h | PT24H",
                "--store memory: --store memory: --identity nonsense | message/case-space-1",
                "--store memory: --store memory: %absent.jsonl | there is no such file",
                "--store memory: --store memory: --output x | Unknown option",
            })
    void wrongOptionsAreRefused(String options, String message) {
        Cli.Result result = cli.withInput(Cli.posts(0, 3)).run(("compare " + options).split(" "));

        result.exits(2);
        assertThat(result.text()).isEmpty();
        assertThat(result.err()).startsWith("dedup: ").contains(message).doesNotContain("\tat ", "Exception");
    }

    @Test
    void storeOfTheCommandLineIsTakenAsItStandsAndShowsNoPassword() {
        Cli.Result result = cli.withInput(Cli.posts(0, 3))
                .run("compare", "--store", "memory:", "--store", "valkey://:my s3cret@h:port");

        assertThat(result.exits(2).err()).contains("valkey://***@h:port").doesNotContain("my", "s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "memory: valkey://:hunter two@h:port",
                "valkey://:hunter two@h:port memory:",
                "memory: valkey://:hunter two:three@h:port",
                "memory:  valkey://:hunter two",
                "memory: valkey://me:hunter",
            })
    void storesOfTheEnvironmentShowNoPassword(String environment) {
        Cli.Result result = fromEnvironment(environment);

        assertThat(result.exits(2).err()).contains("valkey://***").doesNotContain("hunter", "two", "three", "got 1");
        assertThat(result.text()).isEmpty();
    }

    private static Cli.Result fromEnvironment(String environment) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Streams streams = new Streams(
                new ByteArrayInputStream(Cli.posts(0, 3).getBytes(StandardCharsets.UTF_8)),
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8));
        int exitCode =
                new CommandLine(new CompareCommand(streams, System::nanoTime, environment, Ending::bySignal)).execute();
        return new Cli.Result(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void storesOfTheEnvironmentAreComparedInTheirOrder() {
        assertThat(fromEnvironment(" memory:?maximumClaims=20 \t\nmemory: ")
                        .exits(0)
                        .text())
                .containsPattern("(?m)^1  memory:\\?maximumClaims=20 +3 +0 ")
                .containsPattern("(?m)^2  memory: +3 +0 ");
    }

    @Test
    void emptyInputIsTold() {
        Cli.Result result = cli.withInput("").run("compare", "--store", urlOfOne, "--store", urlOfTwo);

        assertThat(result.exits(0).err()).isEqualTo("dedup: the input holds no record, so nothing was compared\n");
        assertThat(result.text()).containsPattern("(?m)^1  test://one +0 +0 +0 +–( +–){4}$");
    }

    @Test
    void inputOfWhichEveryRecordIsRejectedIsTold() {
        Cli.Result result = cli.withInput(Cli.posts(0, 30))
                .run("compare", "--handle", "user", "--json", "--store", urlOfOne, "--store", urlOfTwo);

        assertThat(result.exits(2).err())
                .contains("every record was rejected, 30 of them, so nothing was compared; check --handle");
        assertThat(result.text()).contains("\"rejected\":30,\"compared\":0,").endsWith("\"exit_status\":2}\n");
    }

    @Test
    void wrongOptionIsInTheJson() {
        Cli.Result result = cli.withInput("").run("compare", "--json", "--store", "memory:");

        assertThat(result.exits(2).text())
                .contains("\"failure\":{\"store\":null,\"reason\":\"compare needs two stores or more")
                .endsWith("\"exit_status\":2}\n");
    }

    @Test
    void examplesOfTheHelpStandOnOneLineEach() {
        String help = cli.run("compare", "--help").text();

        assertThat(help.lines())
                .contains(
                        "  dedup compare posts.jsonl --store memory: --store valkey://localhost:6379",
                        "  dedup compare posts.jsonl --json --store memory: --store postgresql://localhost/posts",
                        "  DEDUP_STORE='memory: valkey://:PASSWORD@localhost' dedup compare posts.jsonl");
        assertThat(examples(help))
                .hasSize(3)
                .allSatisfy(example -> assertThat(example).matches("  (dedup|DEDUP_STORE='.*' dedup) compare .*"));
    }

    private static List<String> examples(String help) {
        return help.lines()
                .dropWhile(line -> !line.equals("Examples:"))
                .skip(1)
                .takeWhile(line -> line.startsWith(" "))
                .toList();
    }
}
