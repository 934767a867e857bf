// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no post is told and passed over; all else comes through. */
class BadInputTest {
    @TempDir
    Path directory;

    private Cli cli;

    @BeforeEach
    void begin() {
        cli = new Cli(directory);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "null | is not a JSON object",
                "[] | is not a JSON object",
                "\"text\" | is not a JSON object",
                "{} | 'handle' is missing",
                "{\"handle\":\"@a\"} | 'message' is missing",
                "{\"message\":\"m\"} | 'handle' is missing",
                "{\"handle\":null,\"message\":\"m\"} | 'handle' is null; it must be a string",
                "{\"handle\":\"@a\",\"message\":null} | 'message' is null; it must be a string",
                "{\"handle\":\"\",\"message\":\"m\"} | 'handle' is blank",
                "{\"handle\":\" \\t\",\"message\":\"m\"} | 'handle' is blank",
                "{\"handle\":1,\"message\":\"m\"} | 'handle' is a number",
                "{\"handle\":\"@a\",\"message\":true} | 'message' is a boolean",
                "{\"handle\":\"@a\",\"message\":[]} | 'message' is an array",
                "{\"handle\":{},\"message\":\"m\"} | 'handle' is an object",
                "{\"handle\":\"@a\",\"message\":\"m\",\"handle\":\"@b\"} | 'handle' stands there twice",
                "{\"handle\":\"@a\",\"message\":\"m\" | it breaks off",
                "{\"handle\":\"@a\",\"message\":\"m | it breaks off",
                "{\"handle\":\"@a\",\"message\":\"m\",} | is not valid JSON at byte 30",
                "{\"handle\":\"@a\",\"message\":\"m\"} x | is not valid JSON at byte",
                "{\"handle\":\"@a\",\"message\":\"m\"}{} | has something after its JSON object",
                "{\"handle\":\"@a\",\"message\":\"m\",\"n\":01} | is not valid JSON at byte",
                "{\"handle\":\"@a\",\"message\":\"m\",\"n\":[1,}} | is not valid JSON at byte",
                "{\"handle\":\"@a\",\"message\":\"m\",\"n\":NaN} | is not valid JSON at byte",
                "{'handle':'@a','message':'m'} | is not valid JSON at byte",
                "handle=secret | is not valid JSON at byte",
            })
    void badJsonIsRejectedWithPlaceAndReason(String record, String reason) {
        String good = Cli.post("@good", "one");
        String other = Cli.post("@good", "two");
        cli.write("in.jsonl", good + record + "\n" + other);

        Cli.Result result = cli.run("filter", "%in.jsonl");

        result.exits(1).counts(3, 2, 0, 1);
        assertThat(result.text()).isEqualTo(good + other);
        assertThat(result.err()).contains("in.jsonl:2: ").contains(reason).doesNotContain("secret");
    }

    @Test
    void controlCharacterInTheTextIsRejectedEvenInAFieldThatNobodyReads() {
        cli.withInput("{\"handle\":\"@a\",\"message\":\"m\",\"x\":\"a\u0001b\"}\n")
                .run("filter")
                .exits(1)
                .counts(1, 0, 0, 1);
    }

    @Test
    void deepNestingIsRejected() {
        String deep = "[".repeat(5_000) + "]".repeat(5_000);

        Cli.Result result = cli.withInput(
                        "{\"handle\":\"@a\",\"message\":\"m\",\"x\":" + deep + "}\n" + Cli.posts(0, 1))
                .run("filter");

        result.exits(1).counts(2, 1, 0, 1);
        assertThat(result.err()).contains("is nested deeper than 500 levels");
    }

    @Test
    void longNamesNumbersAndTextsAreNoFault() {
        String digits = "1".repeat(5_000);
        String post = "{\"" + "n".repeat(100_000) + "\":" + digits + ",\"handle\":\"@a\",\"message\":\""
                + "m".repeat(300_000) + "\"}\n";

        assertThat(cli.withInput(post).run("filter").exits(0).text()).isEqualTo(post);
    }

    @ParameterizedTest
    @ValueSource(strings = {"handle+message/exact-1", "message/exact-1", "message/case-space-1"})
    void blankMessageIsLegal(String identity) {
        String posts = Cli.post("@a", "") + Cli.post("@b", "") + Cli.post("@a", "");

        cli.withInput(posts).run("filter", "--identity", identity).exits(0).counts(3, 2, 1, 0);
    }

    @Test
    void missingIdIsRejectedWhereTheIdentityNeedsIt() {
        String posts = """
                {"handle":"@a","message":"m"}
                {"handle":"@a","message":"m","id":null}
                {"handle":"@a","message":"m","id":" "}
                {"handle":"@a","message":"m","id":1.5}
                {"handle":"@a","message":"m","id":1,"id":2}
                """;

        Cli.Result result = cli.withInput(posts).run("filter", "--identity", "id");

        result.exits(1).counts(5, 0, 0, 5);
        assertThat(result.err())
                .contains("(standard input):1: 'id' is missing, null or blank")
                .contains("(standard input):4: 'id' is a number; it must be a string or a whole number")
                .contains("(standard input):5: 'id' stands there twice");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {"null | \"5\"", "\"5\" | null", "null | null", "\" \" | 5", "5 | \"5\""})
    void idThatStandsThereTwiceIsRejectedWhateverItsFirstValue(String first, String second) {
        String post = "{\"id\":" + first + ",\"handle\":\"@a\",\"message\":\"m\",\"id\":" + second + "}\n";

        Cli.Result result = cli.withInput(post).run("filter", "--identity", "id");

        result.exits(1).counts(1, 0, 0, 1);
        assertThat(result.err()).contains("(standard input):1: 'id' stands there twice");
    }

    @Test
    void bytesThatAreNotUtf8AreRejectedAndKeptAsTheyAre() {
        byte[] bad = "{\"handle\":\"@a\",\"message\":\"caf?\"}".getBytes(StandardCharsets.ISO_8859_1);
        bad[bad.length - 3] = (byte) 0xE9;
        byte[] good = Cli.posts(0, 2).getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[good.length + bad.length + 1];
        System.arraycopy(bad, 0, all, 0, bad.length);
        all[bad.length] = '\n';
        System.arraycopy(good, 0, all, bad.length + 1, good.length);
        cli.write("in.jsonl", all);

        Cli.Result result = cli.run("filter", "%in.jsonl", "--rejects", "%r.jsonl");

        result.exits(1).counts(3, 2, 0, 1);
        assertThat(result.text()).isEqualTo(Cli.posts(0, 2));
        assertThat(cli.read("r.jsonl"))
                .contains("byte 30 of the record is not UTF-8")
                .contains("\"record_base64\":\"" + Base64.getEncoder().encodeToString(bad) + "\"");
    }

    @Test
    void packedStandardInputIsToldAsSuch() throws IOException {
        byte[] packed = Cli.gzip(Cli.posts(0, 10).getBytes(StandardCharsets.UTF_8));

        assertThat(cli.withInput(packed).run("filter").exits(1).err()).contains("the input is packed; unpack it");
    }

    @Test
    void rejectsAreKeptWithPlaceReasonAndRecord() {
        cli.write("in.jsonl", Cli.posts(0, 1) + "not \"JSON\"\n" + Cli.posts(1, 2));

        Cli.Result result = cli.run("filter", "%in.jsonl", "--rejects", "%r.jsonl");

        result.exits(1).counts(3, 2, 0, 1);
        assertThat(cli.read("r.jsonl"))
                .isEqualTo(
                        "{\"file\":\"" + cli.file("in.jsonl")
                                + "\",\"line\":2,\"reason\":\"is not valid JSON at byte 1\",\"record\":\"not \\\"JSON\\\"\"}\n");
        assertThat(result.err()).doesNotContain("in.jsonl:2");
    }

    @Test
    void onlyTheFirstRejectsAreTold() {
        Cli.Result result = cli.withInput("x\n".repeat(50)).run("filter");

        result.exits(1).counts(50, 0, 0, 50);
        assertThat(result.err().lines().filter(line -> line.contains("is not valid JSON")))
                .hasSize(5);
        assertThat(result.err()).contains("--rejects FILE keeps them all");
    }

    @Test
    void recordOverTheLimitIsRejectedWithTheRemedy() {
        cli.write("in.jsonl", Cli.posts(0, 3) + Cli.post("@a", "x".repeat(3_000_000)) + Cli.posts(3, 6));

        Cli.Result result = cli.run("filter", "%in.jsonl", "--max-record-bytes", "1M", "--rejects", "%r.jsonl");

        result.exits(1).counts(7, 6, 0, 1);
        assertThat(result.text()).isEqualTo(Cli.posts(0, 6));
        assertThat(cli.read("r.jsonl"))
                .contains("\"line\":4", "longer than 1048576 bytes", "--max-record-bytes", "\"record\":null");
        cli.run("filter", "%in.jsonl", "--max-record-bytes", "4M").exits(0).counts(7, 7, 0, 0);
    }

    @Test
    void gzipThatBreaksOffGivesWhatCanBeRead() throws IOException {
        byte[] packed = Cli.gzip(Cli.posts(0, 50_000).getBytes(StandardCharsets.UTF_8));
        Files.write(cli.file("torn.jsonl.gz"), Arrays.copyOf(packed, packed.length / 2));
        cli.write("whole.jsonl", Cli.posts(49_990, 50_010));

        Cli.Result result = cli.run("filter", "%torn.jsonl.gz", "%whole.jsonl");

        result.exits(4);
        assertThat(result.err()).contains("torn.jsonl.gz: the gzip data breaks off, at line");
        int readable = result.lines().size() - 20;
        assertThat(readable).isBetween(10_000, 40_000);
        assertThat(result.text()).isEqualTo(Cli.posts(0, readable) + Cli.posts(49_990, 50_010));
    }

    @Test
    void fileThatIsNoGzipIsTold() throws IOException {
        Files.writeString(cli.file("plain.jsonl.gz"), Cli.posts(0, 3));

        assertThat(cli.run("filter", "%plain.jsonl.gz").exits(4).err())
                .contains("plain.jsonl.gz: the gzip data is damaged: it is not compressed with gzip");
        cli.write("good.jsonl", Cli.posts(0, 3));
        cli.run("filter", "%good.jsonl", "%plain.jsonl.gz").exits(4).counts(3, 3, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"good.jsonl", "good.jsonl.gz"})
    void firstFileThatIsNoGzipIsToldAndPassedOver(String good) throws IOException {
        Files.writeString(cli.file("broken.jsonl.gz"), Cli.posts(0, 3));
        cli.write(good, Cli.posts(0, 3));

        Cli.Result result = cli.run("filter", "%broken.jsonl.gz", "%" + good);

        result.exits(4).counts(3, 3, 0, 0);
        assertThat(result.text()).isEqualTo(Cli.posts(0, 3));
        assertThat(result.err()).containsOnlyOnce("broken.jsonl.gz: the gzip data is damaged");
    }

    @Test
    void everyFileThatBreaksBeforeItsFirstRecordIsTold() throws IOException {
        byte[] packed = Cli.gzip(Cli.posts(0, 3).getBytes(StandardCharsets.UTF_8));
        Files.write(cli.file("torn.jsonl.gz"), Arrays.copyOf(packed, 12));
        Files.writeString(cli.file("broken.jsonl.gz"), Cli.posts(0, 3));
        cli.write("empty.jsonl", "");
        cli.write("good.jsonl", Cli.posts(0, 3));

        Cli.Result result = cli.run("filter", "%torn.jsonl.gz", "%empty.jsonl", "%broken.jsonl.gz", "%good.jsonl");

        result.exits(4).counts(3, 3, 0, 0);
        assertThat(result.err())
                .contains("torn.jsonl.gz: the gzip data breaks off")
                .contains("broken.jsonl.gz: the gzip data is damaged")
                .doesNotContain("empty.jsonl");
    }
}
