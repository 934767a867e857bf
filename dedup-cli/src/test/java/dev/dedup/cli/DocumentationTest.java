// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The reference says what the command does. */
class DocumentationTest {
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]+");

    private final Cli cli = new Cli(Path.of(".."));
    private final String reference = read();

    private static String read() {
        try {
            return Files.readString(Path.of("../docs/cli.md"));
        } catch (IOException e) {
            throw new AssertionError("the reference is missing", e);
        }
    }

    @Test
    void everyOptionIsInTheReference() {
        String help = cli.run("filter", "--help").text()
                + cli.run("explain", "--help").text()
                + cli.run("compare", "--help").text();

        assertThat(OPTION.matcher(help).results().map(found -> found.group()))
                .hasSizeGreaterThan(30)
                .allSatisfy(option -> assertThat(reference).contains(option));
    }

    @Test
    void everyOptionOfTheReferenceIsThere() {
        String help = cli.run("filter", "--help").text()
                + cli.run("explain", "--help").text()
                + cli.run("compare", "--help").text();

        assertThat(OPTION.matcher(reference).results().map(found -> found.group()))
                .hasSizeGreaterThan(30)
                .allSatisfy(option ->
                        assertThat(help.replace("[no-]", "") + " --no-progress").contains(option));
    }

    @Test
    void everyExitStatusIsInTheReference() {
        for (int code : new int[] {
            ExitCode.OK,
            ExitCode.REJECTED,
            ExitCode.USAGE,
            ExitCode.STORE,
            ExitCode.FILES,
            ExitCode.INTERNAL,
            ExitCode.CLOSED_PIPE
        }) {
            assertThat(reference).contains("\n| " + code + " | ");
        }
    }

    @Test
    void exampleOfExplainIsWhatItShows() {
        String shown = cli.run("explain", "%examples/posts.jsonl", "--identity", "message/case-space-1")
                .text();
        String first = shown.substring(shown.indexOf("  scheme"), shown.indexOf("\n\n"));

        assertThat(reference).contains("\nexamples/posts.jsonl:1\n" + first + "\n```\n");
    }

    @Test
    void exampleOfTheSummaryIsWhatItShows() {
        String summary = cli.run("filter", "%examples/posts.jsonl").err();

        assertThat(reference).contains("```\n" + summary.substring(0, summary.indexOf("rate")));
    }

    @Test
    void exampleOfCompareIsWhatItShows() {
        String shown = cli.run(
                        "compare",
                        "%examples/posts.jsonl",
                        "--store",
                        "memory:",
                        "--store",
                        "memory:?maximumClaims=1000",
                        "--batch-size",
                        "1")
                .exits(0)
                .text();

        assertThat(withoutSpeed(reference))
                .contains("--store 'memory:?maximumClaims=1000' --batch-size 1\n" + withoutSpeed(shown) + "```\n");
    }

    /** Leaves out the figures of the machine, whose widths also differ. */
    private static String withoutSpeed(String text) {
        return text.replaceAll("(?m) +posts/s.*$", "").replaceAll("(?m)^(\\d  memory:\\S*(?: +\\d+){3}) .*$", "$1");
    }
}
