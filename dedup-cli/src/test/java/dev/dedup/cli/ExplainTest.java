// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code dedup explain} shows. */
class ExplainTest {
    @TempDir
    Path directory;

    private Cli cli;

    @BeforeEach
    void begin() {
        cli = new Cli(directory);
    }

    @Test
    void showsSchemeFieldsAndFingerprint() {
        cli.write("in.jsonl", Cli.post("@JohnD", " Hello\\t\\\"World\\\" "));

        Cli.Result result = cli.run("explain", "%in.jsonl", "--identity", "handle+message/case-space-1");

        assertThat(result.exits(0).text())
                .isEqualTo(cli.file("in.jsonl") + ":1\n"
                        + "  scheme       handle+message/case-space-1\n"
                        + "  handle       \"johnd\"\n"
                        + "  message      \"hello \\\"world\\\"\"\n"
                        + "  fingerprint  " + fingerprint(result) + "\n\n");
        assertThat(result.err()).isEmpty();
    }

    private static String fingerprint(Cli.Result result) {
        return result.text().replaceAll("(?s).*fingerprint  ([0-9a-f]{32})\n.*", "$1");
    }

    @Test
    void jsonHasTheThreeFieldsOnOneLine() {
        Cli.Result result =
                cli.withInput(Cli.post("@a", "A  b")).run("explain", "--json", "--identity", "message/case-space-1");

        assertThat(result.exits(0).text())
                .matches("\\{\"scheme\":\"message/case-space-1\",\"normalized\":\\{\"message\":\"a b\"},"
                        + "\"fingerprint\":\"[0-9a-f]{32}\"}\n");
    }

    @Test
    void blankMessageTellsWhichSchemeItWentBy() {
        String posts = "{\"handle\":\"@a\",\"message\":\" \",\"id\":7}\n" + Cli.post("@a", " ");

        Cli.Result result = cli.withInput(posts).run("explain", "--json", "--identity", "message/case-space-1");

        assertThat(result.lines().get(0)).startsWith("{\"scheme\":\"id/exact-1\",\"normalized\":{\"id\":\"7\"},");
        assertThat(result.lines().get(1))
                .startsWith(
                        "{\"scheme\":\"handle+message/case-space-1\",\"normalized\":{\"handle\":\"a\",\"message\":\"\"},");
    }

    @Test
    void equalPostsHaveEqualFingerprints() {
        Cli.Result result = cli.withInput(Cli.post("@a", "x") + Cli.post("@b", "x") + Cli.post("@a", "x"))
                .run("explain", "--json");

        assertThat(result.lines().get(2))
                .isEqualTo(result.lines().get(0))
                .isNotEqualTo(result.lines().get(1));
    }

    @Test
    void halfASurrogatePairIsShownAsItIsHashed() {
        String half = Cli.post("@a", "x\\ud800y");
        String replaced = Cli.post("@a", "x\\ufffdy");

        Cli.Result result = cli.withInput(half + replaced).run("explain", "--json");

        assertThat(result.exits(0).lines().get(0))
                .isEqualTo(result.lines().get(1))
                .contains("x\uFFFDy");
        assertThat(cli.withInput(half).run("explain").exits(0).text()).contains("\"x\uFFFDy\"");
        assertThat(cli.withInput(half).run("filter").exits(0).text()).isEqualTo(half);
    }

    @Test
    void readsCsvAndManyFilesAsFilterDoes() {
        cli.write("1.csv", "handle,message\n@a,x\n@b,\"y\nz\"\n");
        cli.write("2.csv.gz", "handle,message\n@c,x\n");

        assertThat(cli.run("explain", "--json", "%1.csv", "%2.csv.gz").exits(0).lines())
                .hasSize(3);
    }

    @Test
    void badRecordsAreToldAndPassedOver() {
        cli.write("in.jsonl", "{}\n" + Cli.posts(0, 1));

        Cli.Result result = cli.run("explain", "%in.jsonl", "--json");

        assertThat(result.exits(1).lines()).hasSize(1);
        assertThat(result.err()).contains("in.jsonl:1: 'handle' is missing");
    }

    @Test
    void fileThatBreaksOffIsTold() throws Exception {
        byte[] packed = Cli.gzip(new byte[100]);
        java.nio.file.Files.write(cli.file("torn.jsonl.gz"), java.util.Arrays.copyOf(packed, 12));

        assertThat(cli.run("explain", "%torn.jsonl.gz").exits(4).err())
                .contains("torn.jsonl.gz: the gzip data breaks off");
    }

    @Test
    void missingFileIsRefused() {
        assertThat(cli.run("explain", "%absent").exits(2).err()).contains("there is no such file");
    }
}
