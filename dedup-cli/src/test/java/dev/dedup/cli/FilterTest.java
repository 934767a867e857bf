// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code dedup filter} writes where. */
class FilterTest {
    @TempDir
    Path directory;

    private Cli cli;

    @BeforeEach
    void begin() {
        cli = new Cli(directory);
    }

    @ParameterizedTest
    @CsvSource({
        "handle+message/exact-1, 5 16",
        "message/exact-1, 3 5 16",
        "handle+message/case-space-1, 5 6 7 11 16",
        "message/case-space-1, 2 3 5 6 7 11 16",
        "id, 5 13 16"
    })
    void examplesWithoutTheirDuplicates(String identity, String duplicateLines) throws IOException {
        Path examples = Path.of("../examples/posts.jsonl");
        Set<Integer> duplicates =
                Stream.of(duplicateLines.split(" ")).map(Integer::valueOf).collect(Collectors.toSet());
        List<String> unique = new ArrayList<>();
        List<String> repeated = new ArrayList<>();
        for (String line : Files.readAllLines(examples)) {
            (duplicates.contains(unique.size() + repeated.size() + 1) ? repeated : unique).add(line);
        }

        Cli.Result result =
                cli.run("filter", examples.toString(), "--identity", identity, "--duplicates", "%dup.jsonl");

        result.exits(0).counts(18, unique.size(), repeated.size(), 0);
        assertThat(result.lines()).isEqualTo(unique);
        assertThat(cli.lines("dup.jsonl")).isEqualTo(repeated);
    }

    @Test
    void recordsComeOutByteForByte() {
        String first =
                "{ \"handle\" : \"@a\",\t\"message\":\"x\\u0041\u0085\u2028y\", \"n\": 1.50, \"deep\":{\"a\":[1,{}]} }\r\n";
        String second = "{\"message\":\"\",\"handle\":\"@\uD83D\uDE00\"}\n";
        Cli.Result result = cli.withInput(first + second).run("filter");

        result.exits(0).counts(2, 2, 0, 0);
        assertThat(result.text()).isEqualTo(first + second);
    }

    @Test
    void lastRecordNeedsNoLineFeedButGetsOne() {
        Cli.Result result = cli.withInput(Cli.post("@a", "x").strip()).run("filter", "-");

        assertThat(result.exits(0).text()).isEqualTo(Cli.post("@a", "x"));
    }

    @Test
    void blankLinesAndByteOrderMarkAreNoRecords() {
        Cli.Result result = cli.withInput("\uFEFF" + Cli.post("@a", "x") + "\n \r\n" + Cli.post("@b", "x"))
                .run("filter");

        assertThat(result.exits(0).text()).isEqualTo(Cli.post("@a", "x") + Cli.post("@b", "x"));
        result.counts(2, 2, 0, 0);
    }

    @Test
    void emptyInputGivesEmptyOutput() {
        Cli.Result result = cli.run("filter", "--output", "%out.jsonl");

        result.exits(0).counts(0, 0, 0, 0);
        assertThat(cli.bytes("out.jsonl")).isEmpty();
    }

    @Test
    void manyFilesPackedOrNotAreOneInput() {
        cli.write("1.jsonl", Cli.posts(0, 100));
        cli.write("2.jsonl.gz", Cli.posts(50, 150));
        cli.write("3.ndjson", Cli.posts(0, 151));

        Cli.Result result = cli.run("filter", "%1.jsonl", "%2.jsonl.gz", "%3.ndjson", "-o", "%out.jsonl.gz");

        result.exits(0).counts(351, 151, 200, 0);
        assertThat(result.text()).isEmpty();
        assertThat(cli.read("out.jsonl.gz")).isEqualTo(Cli.posts(0, 151));
    }

    @Test
    void standardInputStandsAmongFiles() {
        cli.write("1.jsonl", Cli.posts(0, 10));

        Cli.Result result = cli.withInput(Cli.posts(5, 15)).run("filter", "%1.jsonl", "-");

        assertThat(result.exits(0).text()).isEqualTo(Cli.posts(0, 15));
    }

    @Test
    void duplicatesKeepTheOrderOfTheInput() {
        String once = Cli.posts(0, 5_000);
        cli.write("twice.jsonl", once + once);

        cli.run("filter", "%twice.jsonl", "--duplicates", "%d.jsonl").exits(0).counts(10_000, 5_000, 5_000, 0);

        assertThat(cli.read("d.jsonl")).isEqualTo(once);
    }

    @Test
    void fieldsMayHaveOtherNames() {
        String posts = """
                {"user":"@a","text":"x","key":1}
                {"user":"@b","text":"y","key":1}
                """;

        Cli.Result result = cli.withInput(posts)
                .run("filter", "--handle", "user", "--message", "text", "--id", "key", "--identity", "id");

        result.exits(0).counts(2, 1, 1, 0);
    }

    @Test
    void numericIdsKeepAllTheirDigits() {
        String posts = """
                {"id":9007199254740993,"handle":"a","message":""}
                {"id":9007199254740992,"handle":"a","message":""}
                {"id":"9007199254740993","handle":"a","message":""}
                """;

        cli.withInput(posts).run("filter", "--identity", "id").exits(0).counts(3, 2, 1, 0);
    }

    @Test
    void idIsNotLookedAtUnlessTheIdentityUsesIt() {
        String post = "{\"id\":{\"$oid\":\"5\"},\"handle\":\"a\",\"message\":\"m\"}\n";

        cli.withInput(post).run("filter").exits(0).counts(1, 1, 0, 0);
        cli.withInput(post).run("filter", "--identity", "id").exits(1).counts(1, 0, 0, 1);
    }

    @Test
    void summaryIsWrittenAsJsonToo() {
        cli.withInput(Cli.posts(0, 3) + Cli.posts(0, 1) + "{}\n")
                .run("filter", "--summary-json", "%s.json")
                .exits(1);

        assertThat(cli.read("s.json"))
                .startsWith("{\"read\":5,\"unique\":3,\"duplicate\":1,\"rejected\":1,")
                .containsPattern("\"elapsed_seconds\":[0-9.E-]+,")
                .endsWith("\"exit_status\":1}\n");
    }

    @Test
    void syncedOutputIsTheSame() {
        cli.withInput(Cli.posts(0, 10))
                .run("filter", "--fsync", "-o", "%out.jsonl")
                .exits(0);

        assertThat(cli.read("out.jsonl")).isEqualTo(Cli.posts(0, 10));
    }

    @Test
    void retentionAndStoreAreTaken() {
        cli.withInput(Cli.posts(0, 10)).run("filter", "--retention", "forever").exits(0);
        cli.withInput(Cli.posts(0, 10)).run("filter", "--retention", "PT1H").exits(0);
        cli.withInput(Cli.posts(0, 10))
                .run("filter", "--store", "memory:?maximumClaims=1000", "--lease-time", "5s", "--deadline", "2s")
                .exits(0)
                .counts(10, 10, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"live.jsonl", "live.jsonl.gz"})
    void postsAreInTheFileWhileTheInputIsStillOpen(String name) throws IOException, InterruptedException {
        Trickle trickle = new Trickle();
        Thread run = new Thread(() -> cli.run(trickle.in(), "filter", "-o", "%" + name));
        run.start();
        trickle.write(Cli.posts(0, 3).getBytes(StandardCharsets.UTF_8));
        Awaitility.await()
                .until(() -> Files.exists(cli.file(name)) && soFar(name).equals(Cli.posts(0, 3)));
        trickle.end();
        run.join();
        assertThat(cli.read(name)).isEqualTo(Cli.posts(0, 3));
    }

    /** Returns what another process would find, though a packed file is not whole yet. */
    private String soFar(String name) throws IOException {
        InputStream file = Files.newInputStream(cli.file(name));
        ByteArrayOutputStream found = new ByteArrayOutputStream();
        try (InputStream in = name.endsWith(".gz") ? new GzipMembers(file) : file) {
            in.transferTo(found);
        } catch (EOFException unfinished) {
            assertThat(name).endsWith(".gz");
        }
        return found.toString(StandardCharsets.UTF_8);
    }
}
