// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong options and files are refused in one clear line, with nothing done. */
class UsageTest {
    @TempDir
    Path directory;

    private Cli cli;

    @BeforeEach
    void begin() {
        cli = new Cli(directory);
        cli.write("in.jsonl", Cli.posts(0, 3));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--identity nonsense | message/case-space-1",
                "--format xml | auto, jsonl, csv",
                "--retention -48h | not more than zero",
                "--retention 0s | not more than zero",
                "--retention soon | or forever",
                "--retention 48 | write one such as",
                "--retention 9999999999999999999h | write one such as",
                "--retention 9999999999999d | 36525 days",
                "--retention 101w100 | write one such as",
                "--retention 40000d | 36525 days",
                "--lease-time forever | is not a duration",
                "--lease-time -1s | not more than zero",
                "--deadline 25h | PT24H",
                "--max-record-bytes 0 | from 1 to 1G",
                "--max-record-bytes 2G | from 1 to 1G",
                "--max-record-bytes many | from 1 to 1G",
                "--store nonsense | begins with a scheme",
                "--store gopher://there | installed are [dynamodb, memory",
                "--store memory:?maximumClaims=-1 | maximumClaims",
                "--store memory:?maximumClaims=999999999999999 --retention forever | maximumClaims",
                "--store memory:?bogus=1 | bogus",
                "--handle message | name one field twice",
                "--id handle --identity id | name one field twice",
                "--append | --output",
                "--append --force --output %out.jsonl | one of the two",
                "--output %in.jsonl | is named twice",
                "--output %out.jsonl --rejects %out.jsonl | is named twice",
                "--output %out.jsonl --summary-json %out.jsonl | is named twice",
                "--duplicates %in.jsonl --append --output %out.jsonl | is named twice",
                "--output %missing/out.jsonl | no such file or directory",
                "--output % | is a directory",
                "--bogus | Unknown option",
                "--output | Missing required parameter",
                "%absent.jsonl | there is no such file",
                "% | is a directory",
            })
    void isRefused(String options, String message) throws IOException {
        Cli.Result result = cli.run(("filter %in.jsonl " + options).split(" "));

        result.exits(2);
        assertThat(result.text()).isEmpty();
        assertThat(result.err()).startsWith("dedup: ").contains(message).doesNotContain("\tat ", "Exception");
        assertThat(result.err().lines()).hasSizeLessThanOrEqualTo(2);
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(cli.file("in.jsonl"));
        }
    }

    @Test
    void unreadableFileIsRefused() throws IOException {
        Path secret = cli.write("secret.jsonl", Cli.posts(0, 1));
        Files.setPosixFilePermissions(secret, java.util.Set.of());

        Cli.Result result = cli.run("filter", "%secret.jsonl");

        // The superuser may read everything.
        assertThat(result.exitCode()).isEqualTo(Files.isReadable(secret) ? 0 : 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--output", "--duplicates", "--rejects"})
    void fileOfAnEarlierRunIsNotOverwritten(String option) {
        cli.write("old.jsonl", "precious\n");

        Cli.Result result = cli.run("filter", "%in.jsonl", option, "%old.jsonl");

        assertThat(result.exits(2).err()).contains("old.jsonl: exists; --append", "--force");
        assertThat(cli.read("old.jsonl")).isEqualTo("precious\n");
    }

    @Test
    void forceReplacesIt() {
        cli.write("old.jsonl", "precious\n");

        cli.run("filter", "%in.jsonl", "--output", "%old.jsonl", "--force").exits(0);

        assertThat(cli.read("old.jsonl")).isEqualTo(Cli.posts(0, 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--duplicates", "--rejects", "--summary-json"})
    void forceReplacesNothingIfALaterFileCannotBeOpened(String option) throws IOException {
        cli.write("old.jsonl", "precious\n");

        Cli.Result result =
                cli.run("filter", "%in.jsonl", "--output", "%old.jsonl", "--force", option, "%missing/x.jsonl");

        assertThat(result.exits(2).err()).contains("x.jsonl: cannot be written");
        assertThat(cli.read("old.jsonl")).isEqualTo("precious\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--duplicates", "--rejects", "--summary-json"})
    void nothingIsLeftBehindIfALaterFileCannotBeOpened(String option) throws IOException {
        cli.run("filter", "%in.jsonl", "--output", "%new.jsonl", option, "%missing/x.jsonl")
                .exits(2);

        assertThat(cli.file("new.jsonl")).doesNotExist();
    }

    @Test
    void emptyFileIsNoEarlierRun() {
        cli.write("old.jsonl", "");

        cli.run("filter", "%in.jsonl", "--output", "%old.jsonl").exits(0);

        assertThat(cli.read("old.jsonl")).isEqualTo(Cli.posts(0, 3));
    }

    @Test
    void commandIsNeeded() {
        assertThat(cli.run().exits(2).err())
                .contains("a COMMAND is missing: filter, explain or compare", "Try 'dedup --help'");
        assertThat(cli.run("fliter").exits(2).err()).contains("fliter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "filter", "explain"})
    void helpListsEveryExitStatus(String command) {
        Cli.Result help = cli.run((command + " --help").strip().split(" ")).exits(0);

        assertThat(help.text())
                .contains("Usage: dedup " + command)
                .contains("Exit status:", "Examples:")
                .containsPattern("(?m)^ +0 +All went well")
                .containsPattern("(?m)^ +1 +Some records were rejected")
                .containsPattern("(?m)^ +2 +Wrong options or files")
                .containsPattern("(?m)^ +3 +The store failed")
                .containsPattern("(?m)^ +4 +A file could not be")
                .containsPattern("(?m)^ +5 +A fault in dedup itself")
                .containsPattern("(?m)^ +141 +The reader of standard output has gone");
        assertThat(help.lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void helpOfCompareListsItsOwnExitStatus() {
        Cli.Result help = cli.run("compare", "--help").exits(0);

        assertThat(help.text())
                .contains("Usage: dedup compare", "Exit status:", "Examples:", "--store", "--batch-size", "--json")
                .containsPattern("(?m)^ +0 +All went well")
                .containsPattern("(?m)^ +1 +A store says something wrong of some post")
                .containsPattern("(?m)^ +3 +A store failed");
        assertThat(help.lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void helpNamesEveryOption() {
        assertThat(cli.run("filter", "--help").text())
                .contains("--output", "--append", "--force", "--fsync", "--duplicates", "--rejects", "--summary-json")
                .contains("--store", "--retention", "--lease-time", "--deadline", "--identity", "--format")
                .contains("--handle", "--message", "--id", "--max-record-bytes", "--[no-]progress");
    }

    @Test
    void versionIsTold() {
        assertThat(cli.run("--version").exits(0).text()).startsWith("dedup ");
    }
}
