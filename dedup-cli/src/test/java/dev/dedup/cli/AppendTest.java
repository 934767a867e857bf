// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.Deduplicator;
import dev.dedup.memory.InMemoryClaimStore;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimState;
import dev.dedup.tweet.Tweet;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A second run adds only what is new, whatever became of the first. */
class AppendTest {
    private static final String CSV_HEADER = "handle,message\n";

    @TempDir
    Path directory;

    private Cli cli;

    @BeforeEach
    void begin() {
        cli = new Cli(directory);
        cli.write("in.jsonl", Cli.posts(0, 20));
    }

    private Cli.Result append(String... more) {
        String[] args = Arrays.copyOf(new String[] {"filter", "--append"}, 2 + more.length);
        System.arraycopy(more, 0, args, 2, more.length);
        return cli.run(args);
    }

    /** The run that was killed had written the post and not confirmed it. */
    @Test
    void postThatTheOutputHoldsIsNotWrittenAgainWhenTheLeaseOfTheKilledRunLapses() {
        InMemoryClaimStore store = InMemoryClaimStore.create();
        Tweet post = Tweet.of("@a", "written");
        try (Deduplicator<Tweet> killed = Deduplicator.forTweets(store.shared())
                .leaseTime(Duration.ofSeconds(1))
                .build()) {
            assertThat(killed.tryLease(post)).isPresent();
            cli.write("in.jsonl", Cli.post("@a", "written") + Cli.post("@a", "new"));
            cli.write("out.jsonl", Cli.post("@a", "written"));

            append("%in.jsonl", "-o", "%out.jsonl", "--store", TestStores.put("leased", store))
                    .exits(0)
                    .counts(2, 1, 1, 0);

            assertThat(cli.read("out.jsonl")).isEqualTo(Cli.post("@a", "written") + Cli.post("@a", "new"));
            assertThat(killed.lookup(post)).map(ClaimRecord::state).contains(ClaimState.CONFIRMED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"out.jsonl", "out.jsonl.gz"})
    void addsOnlyWhatIsNew(String out) {
        append("%in.jsonl", "-o", "%" + out).exits(0).counts(20, 20, 0, 0);
        cli.write("more.jsonl", Cli.posts(10, 30));

        Cli.Result result = append("%more.jsonl", "-o", "%" + out);

        result.exits(0).counts(20, 10, 10, 0);
        assertThat(result.count("in output")).isEqualTo(20);
        assertThat(cli.read(out)).isEqualTo(Cli.posts(0, 30));
        append("%in.jsonl", "%more.jsonl", "-o", "%" + out).exits(0).counts(40, 0, 40, 0);
        assertThat(cli.read(out)).isEqualTo(Cli.posts(0, 30));
    }

    @Test
    void goesByTheIdentityOfThisRun() {
        cli.write("out.jsonl", Cli.post("@a", "Hello"));
        cli.write("more.jsonl", Cli.post("@b", "hello "));

        append("%more.jsonl", "-o", "%out.jsonl").exits(0).counts(1, 1, 0, 0);
        append("%more.jsonl", "-o", "%out.jsonl", "--identity", "message/case-space-1")
                .exits(0)
                .counts(1, 0, 1, 0);
    }

    @Test
    void tornRecordIsPutAsideAndItsPostTakenAgain() {
        String whole = Cli.posts(0, 10);
        String torn = Cli.posts(10, 11).substring(0, 20);
        cli.write("out.jsonl", whole + torn);

        Cli.Result result = append("%in.jsonl", "-o", "%out.jsonl");

        result.exits(0).counts(20, 10, 10, 0);
        assertThat(cli.read("out.jsonl")).isEqualTo(Cli.posts(0, 20));
        assertThat(cli.read("out.jsonl.torn")).isEqualTo(torn + "\n");
        assertThat(result.err()).contains("out.jsonl:11: a torn record of 20 bytes", "out.jsonl.torn");
    }

    @Test
    void recordThatIsTornInsideACharacterIsTakenAgain() {
        byte[] posts = (Cli.post("@a", "one") + Cli.post("@b", "\uD83D\uDE00")).getBytes(StandardCharsets.UTF_8);
        cli.write("in.jsonl", posts);
        cli.write("out.jsonl", Arrays.copyOf(posts, posts.length - 5));

        append("%in.jsonl", "-o", "%out.jsonl").exits(0).counts(2, 1, 1, 0);

        assertThat(cli.bytes("out.jsonl")).isEqualTo(posts);
    }

    @ParameterizedTest
    @ValueSource(strings = {"out.jsonl", "out.jsonl.gz"})
    void wholeRecordWithoutLineFeedStays(String out) {
        cli.write(out, Cli.posts(100, 102).stripTrailing());

        Cli.Result result = append("%in.jsonl", "-o", "%" + out);

        result.exits(0).counts(20, 20, 0, 0);
        assertThat(result.count("in output")).isEqualTo(2);
        assertThat(cli.read(out)).isEqualTo(Cli.posts(100, 102) + Cli.posts(0, 20));
        assertThat(cli.file(out + ".torn")).doesNotExist();
    }

    @Test
    void everyPlaceWhereAGzipMayBreakOffIsMended() throws IOException {
        byte[] first = Cli.gzip(Cli.posts(0, 2).getBytes(StandardCharsets.UTF_8));
        byte[] second = Cli.gzip(Cli.posts(2, 4).getBytes(StandardCharsets.UTF_8));
        byte[] packed = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, packed, first.length, second.length);
        for (int length = 0; length <= packed.length; length++) {
            Files.write(cli.file("out.jsonl.gz"), Arrays.copyOf(packed, length));

            append("%in.jsonl", "-o", "%out.jsonl.gz").exits(0);

            assertThat(cli.read("out.jsonl.gz")).as("cut at %s", length).isEqualTo(Cli.posts(0, 20));
        }
    }

    @Test
    void damagedGzipIsLeftAlone() throws IOException {
        byte[] packed = Cli.gzip(Cli.posts(0, 1_000).getBytes(StandardCharsets.UTF_8));
        packed[packed.length / 2] ^= 0x55;
        Files.write(cli.file("out.jsonl.gz"), packed);

        Cli.Result result = append("%in.jsonl", "-o", "%out.jsonl.gz");

        assertThat(result.exits(2).err()).contains("out.jsonl.gz: cannot be added to", "damaged", "move it away");
        assertThat(Files.readAllBytes(cli.file("out.jsonl.gz"))).isEqualTo(packed);
    }

    @Test
    void csvKeepsOneHeader() {
        cli.write("1.csv", CSV_HEADER + "@a,x\n@b,y\n");
        cli.write("2.csv", CSV_HEADER + "@b,y\n@c,\"z\n\"\n");
        append("%1.csv", "-o", "%out.csv").exits(0);

        append("%2.csv", "-o", "%out.csv", "--duplicates", "%d.csv").exits(0).counts(2, 1, 1, 0);
        append("%1.csv", "-o", "%out.csv", "--duplicates", "%d.csv").exits(0).counts(2, 0, 2, 0);

        assertThat(cli.read("out.csv")).isEqualTo(CSV_HEADER + "@a,x\n@b,y\n@c,\"z\n\"\n");
        assertThat(cli.read("d.csv")).isEqualTo(CSV_HEADER + "@b,y\n@a,x\n@b,y\n");
    }

    @Test
    void everyPlaceWhereACsvMayBreakOffIsMended() {
        String all = CSV_HEADER + "@a,\"x\n\"\"y\"\"\"\n@b,\"two,\nthree\"\r\n@c,z\n";
        cli.write("in.csv", all);
        for (int length = 0; length <= all.length(); length++) {
            cli.write("out.csv", all.substring(0, length));

            append("%in.csv", "-o", "%out.csv").exits(0);

            assertThat(cli.read("out.csv")).as("cut at %s", length).isEqualTo(all);
        }
    }

    @Test
    void csvOfOtherColumnsIsNotAddedTo() {
        cli.write("in.csv", CSV_HEADER + "@a,x\n");
        cli.write("out.csv", "message,handle\nx,@a\n");

        Cli.Result result = append("%in.csv", "-o", "%out.csv");

        assertThat(result.exits(2).err()).contains("out.csv:1: cannot be added to", "[message, handle]");
        assertThat(cli.read("out.csv")).isEqualTo("message,handle\nx,@a\n");
    }

    @Test
    void duplicatesAndRejectsAreMendedAndAddedTo() {
        cli.write("in.jsonl", Cli.posts(0, 2) + Cli.posts(0, 1) + "bad\n");
        cli.write("d.jsonl", Cli.post("@d", "old") + "{\"torn");
        cli.write("r.jsonl", "{\"file\":\"x\"}\n{\"fi");

        append("%in.jsonl", "-o", "%out.jsonl", "--duplicates", "%d.jsonl", "--rejects", "%r.jsonl")
                .exits(1)
                .counts(4, 2, 1, 1);

        assertThat(cli.read("d.jsonl")).isEqualTo(Cli.post("@d", "old") + Cli.posts(0, 1));
        assertThat(cli.lines("r.jsonl")).hasSize(2).last().asString().contains("\"record\":\"bad\"");
    }

    @Test
    void recordsOfTheOutputThatAreNoPostsStay() {
        cli.write("out.jsonl", "# a comment\n" + Cli.posts(0, 1));

        append("%in.jsonl", "-o", "%out.jsonl").exits(0).counts(20, 19, 1, 0);

        assertThat(cli.read("out.jsonl")).isEqualTo("# a comment\n" + Cli.posts(0, 20));
    }

    @Test
    void emptyInputChangesNothing() {
        cli.write("out.jsonl", Cli.posts(0, 3));

        cli.run(new ByteArrayInputStream(new byte[0]), "filter", "--append", "-o", "%out.jsonl")
                .exits(0);

        assertThat(cli.read("out.jsonl")).isEqualTo(Cli.posts(0, 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"out.csv", "out.csv.gz", "out"})
    void inputWithoutAnyRecordLeavesACsvFileAsItIs(String name) throws IOException {
        String torn = CSV_HEADER + "@a,\"torn inside\nits quotes";
        cli.write(name, torn);
        byte[] before = Files.readAllBytes(cli.file(name));
        cli.write("empty.csv", "");

        append("%empty.csv", "-o", "%" + name, "--duplicates", "%d.csv").exits(0);

        assertThat(cli.file(name)).hasBinaryContent(before);
        assertThat(cli.file(name + ".torn")).doesNotExist();
        assertThat(cli.read("d.csv")).isEmpty();
        cli.write("in.csv", CSV_HEADER + "@b,y\n");
        append("%in.csv", "-o", "%" + name).exits(0).counts(1, 1, 0, 0);
        assertThat(cli.read(name)).isEqualTo(CSV_HEADER + "@b,y\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"out.csv", "out.csv.gz"})
    void emptyCsvFileGetsTheHeaderRowOfTheFirstRunThatHasOne(String name) throws IOException {
        Files.createFile(cli.file(name));
        cli.write("empty.csv", "");
        cli.write("header.csv", CSV_HEADER);

        append("%empty.csv", "-o", "%" + name).exits(0);
        assertThat(cli.file(name)).isEmptyFile();
        append("%header.csv", "-o", "%" + name).exits(0);
        append("%header.csv", "-o", "%" + name).exits(0);

        assertThat(cli.read(name)).isEqualTo(CSV_HEADER);
    }

    @Test
    void fileThatAnotherRunWritesIsToldAlsoWithoutAnyRecord() throws IOException {
        cli.write("out.jsonl", "");
        try (FileChannel other = FileChannel.open(cli.file("out.jsonl"), StandardOpenOption.WRITE)) {
            other.lock();
            assertThat(append("-o", "%out.jsonl").exits(2).err()).contains("another run is writing it");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--output, out.jsonl, --append",
        "--output, out.jsonl, --force",
        "--output, out.jsonl.gz, --append",
        "--duplicates, d.jsonl, --force",
        "--rejects, r.jsonl, --force"
    })
    void fileThatAnotherRunWritesIsLeftAlone(String option, String name, String how) throws Exception {
        cli.write(name, Cli.posts(100, 102) + "{\"torn");
        try (FileChannel other = FileChannel.open(cli.file(name), StandardOpenOption.WRITE)) {
            other.lock();
            Cli.Result result = cli.run("filter", how, "%in.jsonl", option, "%" + name);

            assertThat(result.exits(2).err()).contains(name + ": another run is writing it; wait for its end");
        }
        assertThat(cli.read(name)).isEqualTo(Cli.posts(100, 102) + "{\"torn");
    }

    @ParameterizedTest
    @ValueSource(strings = {"out.jsonl", "out.jsonl.gz"})
    void runKeepsItsFileLockedAlsoAfterMending(String name) throws Exception {
        cli.write(name, Cli.posts(0, 5) + "{\"torn");
        CliProcess run = CliProcess.start(
                directory,
                CliProcess.command(
                        List.of(), "filter", "--append", "-o", cli.file(name).toString()));
        try {
            run.in().write(Cli.posts(0, 20).getBytes(StandardCharsets.UTF_8));
            run.in().flush();
            Awaitility.await().until(() -> wholeRecords(name) == 20);

            assertThat(append("%in.jsonl", "-o", "%" + name).exits(2).err()).contains("another run is writing it");
            run.in().close();
            assertThat(run.exitCode()).isZero();
        } finally {
            run.destroy();
        }
        append("%in.jsonl", "-o", "%" + name).exits(0).counts(20, 0, 20, 0);
    }

    /** Counts what can be read of a file that is still being written. */
    private int wholeRecords(String name) throws IOException {
        try (InputStream file = Files.newInputStream(cli.file(name))) {
            InputStream in = Format.isGzip(name) ? new GzipMembers(file) : file;
            RecordReader reader = RecordReader.ofWholeRecords(in, name, Format.JSONL, 1 << 20);
            int count = 0;
            for (List<RawRecord> next = reader.next(); !next.isEmpty(); next = reader.next()) {
                count += next.size();
            }
            return count;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"out.jsonl", "out.jsonl.gz"})
    void tornRecordOverTheLimitIsNotAddedTo(String name) {
        String before = "{\"handle\":\"@a\",\"message\":\"" + "x".repeat(1_000);
        cli.write(name, before);

        Cli.Result result = append("%in.jsonl", "-o", "%" + name, "--max-record-bytes", "500");

        assertThat(result.exits(2).err()).contains(name + ":1: cannot be added to", "500 bytes", "--max-record-bytes");
        assertThat(cli.read(name)).isEqualTo(before);
        append("%in.jsonl", "-o", "%" + name).exits(0).counts(20, 20, 0, 0);
        assertThat(cli.read(name)).isEqualTo(Cli.posts(0, 20));
    }

    @ParameterizedTest
    @ValueSource(strings = {"out.csv", "out.csv.gz"})
    void tornCsvRecordOverTheLimitIsNotAddedToWherePostsStandInItsQuotes(String name) {
        cli.write("in.csv", CSV_HEADER + "@b,quoted\n");
        String before = CSV_HEADER + "@a,\"" + "x\n@b,quoted\n".repeat(50_000);
        cli.write(name, before);

        Cli.Result result = append("%in.csv", "-o", "%" + name, "--max-record-bytes", "500");

        assertThat(result.exits(2).err()).contains(name + ":2: cannot be added to", "500 bytes", "--max-record-bytes");
        assertThat(cli.read(name)).isEqualTo(before);
        append("%in.csv", "-o", "%" + name).exits(0).counts(1, 1, 0, 0);
        assertThat(cli.read(name)).isEqualTo(CSV_HEADER + "@b,quoted\n");
    }

    @Test
    void linkToATornGzipStaysALink() throws IOException {
        Path real = cli.write("real.jsonl.gz", Cli.posts(0, 5) + "{\"torn");
        Files.createSymbolicLink(cli.file("out.jsonl.gz"), real);

        append("%in.jsonl", "-o", "%out.jsonl.gz").exits(0).counts(20, 15, 5, 0);

        assertThat(cli.file("out.jsonl.gz")).isSymbolicLink();
        assertThat(cli.read("real.jsonl.gz")).isEqualTo(Cli.posts(0, 20));
        assertThat(directory.toFile().list((where, name) -> name.endsWith(".mended")))
                .isEmpty();
    }
}
