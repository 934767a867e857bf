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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code dedup compare} shows of stores that agree, that disagree and that fail. */
class CompareTest {
    private static final String SECRET_TEXT = "nobody may read this";

    @TempDir
    Path directory;

    private final List<String> calls = new ArrayList<>();
    private final WatchedStore one = new WatchedStore("one", InMemoryClaimStore.create(), calls);
    private final WatchedStore two = new WatchedStore("two", InMemoryClaimStore.create(), calls);
    private Cli cli;
    private String urlOfOne = "";
    private String urlOfTwo = "";

    @BeforeEach
    void begin() {
        cli = new Cli(directory);
        urlOfOne = TestStores.put("one", one);
        urlOfTwo = TestStores.put("two", two);
    }

    private Cli.Result compare(String... options) {
        List<String> arguments = new ArrayList<>(List.of("compare", "--store", urlOfOne, "--store", urlOfTwo));
        arguments.addAll(Arrays.asList(options));
        return cli.run(arguments.toArray(String[]::new));
    }

    /** A store whose clock runs a day ahead with every claim, and which so holds none until the next. */
    private static String forgetfulStore() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        return TestStores.put(
                "forgetful",
                InMemoryClaimStore.builder()
                        .clock(() -> now.updateAndGet(instant -> instant.plus(Duration.ofDays(1))))
                        .build());
    }

    private String fingerprint(String file, int line) {
        return cli.run("explain", file, "--json").lines().get(line - 1).replaceAll(".*\"fingerprint\":\"|\"}", "");
    }

    @Test
    void storesThatAgreeAreShownWithTheSameCounts() {
        cli.write("in.jsonl", Cli.posts(0, 30) + Cli.posts(10, 20) + "no post\n");

        Cli.Result result = compare("%in.jsonl").exits(0);

        assertThat(result.text())
                .containsPattern("(?m)^read +41$")
                .containsPattern("(?m)^rejected +1$")
                .containsPattern("(?m)^compared +40$")
                .containsPattern("(?m)^differing +0$")
                .containsPattern("(?m)^ +store +unique +duplicate +posts/s +p50 ms +p90 ms +p99 ms +max ms$")
                .containsPattern("(?m)^1  test:one +30 +10 +[\\d,]+( +[\\d.]+){4}$")
                .containsPattern("(?m)^2  test:two +30 +10 +[\\d,]+( +[\\d.]+){4}$")
                .doesNotContain("differ,");
        assertThat(result.err()).contains("in.jsonl:41: ").hasLineCount(1);
    }

    @Test
    void storesThatAgreeAreShownAsJson() {
        cli.write("in.jsonl", Cli.posts(0, 30) + Cli.posts(10, 20) + "no post\n");

        Cli.Result result = compare("%in.jsonl", "--json", "--batch-size", "8").exits(0);

        assertThat(result.lines()).hasSize(1);
        assertThat(result.text())
                .startsWith("{\"read\":41,\"rejected\":1,\"compared\":40,\"differing\":0,\"batch_size\":8,\"stores\":[")
                .contains(
                        "{\"store\":\"test:one\",\"unique\":30,\"duplicate\":10,\"in_flight\":0,\"calls\":5,\"seconds\":")
                .contains(
                        "{\"store\":\"test:two\",\"unique\":30,\"duplicate\":10,\"in_flight\":0,\"calls\":5,\"seconds\":")
                .contains("\"posts_per_second\":")
                .endsWith("],\"first_differing\":[],\"outlasted_retention\":false,\"exit_status\":0}\n");
        assertThat(latencies(result.text())).hasSize(8).allMatch(value -> value > 0);
        assertThat(latencies(result.text()).subList(0, 4)).isSorted();
        assertThat(latencies(result.text()).subList(4, 8)).isSorted();
    }

    private static List<Double> latencies(String json) {
        return Pattern.compile("\"(?:p50|p90|p99|max)\":([\\d.E-]+)")
                .matcher(json)
                .results()
                .map(found -> Double.valueOf(found.group(1)))
                .toList();
    }

    @Test
    void postsOnWhichStoresDisagreeAreNamedWithoutTheirText() {
        cli.write("in.jsonl", Cli.post("@a", SECRET_TEXT) + Cli.post("@a", "other") + Cli.post("@a", SECRET_TEXT));

        Cli.Result result = compare("%in.jsonl", "--store", forgetfulStore(), "--batch-size", "1")
                .exits(1);

        assertThat(result.text())
                .containsPattern("(?m)^differing +1$")
                .containsPattern("(?m)^3  test:forgetful +3 +0 ")
                .containsPattern("(?m)^post +fingerprint +store 1 +store 2 +store 3$")
                .containsPattern("(?m)in\\.jsonl:3  " + fingerprint("%in.jsonl", 3) + "  duplicate +duplicate +unique$")
                .doesNotContain(SECRET_TEXT, "in.jsonl:1 ", "in.jsonl:2 ");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void postsOnWhichStoresDisagreeAreInTheJson() {
        cli.write("in.jsonl", Cli.post("@a", SECRET_TEXT) + Cli.post("@a", SECRET_TEXT));

        Cli.Result result = compare("%in.jsonl", "--store", forgetfulStore(), "--batch-size", "1", "--json")
                .exits(1);

        assertThat(result.text())
                .contains("\"differing\":1,")
                .contains("in.jsonl\",\"line\":2,\"fingerprint\":\"" + fingerprint("%in.jsonl", 2)
                        + "\",\"verdicts\":[\"duplicate\",\"duplicate\",\"unique\"]}]")
                .endsWith("\"exit_status\":1}\n")
                .doesNotContain(SECRET_TEXT);
    }

    @Test
    void onlyTheFirstPostsThatDifferAreNamed() {
        cli.write("in.jsonl", Cli.posts(0, 25) + Cli.posts(0, 25));

        Cli.Result result = compare("%in.jsonl", "--store", forgetfulStore(), "--batch-size", "25")
                .exits(1);

        assertThat(result.text())
                .containsPattern("(?m)^differing +25$")
                .contains("in.jsonl:26 ", "in.jsonl:35 ")
                .doesNotContain("in.jsonl:25 ", "in.jsonl:36 ");
    }

    @Test
    void differenceSaysMoreThanAFileThatBreaksOff() throws IOException {
        cli.write("whole.jsonl", Cli.posts(0, 1) + Cli.posts(0, 1));
        byte[] packed = Cli.gzip(Cli.posts(0, 2_000).getBytes(StandardCharsets.UTF_8));
        Files.write(cli.file("torn.jsonl.gz"), Arrays.copyOf(packed, packed.length / 2));

        Cli.Result torn = compare("%whole.jsonl", "%torn.jsonl.gz").exits(4);
        compare("%whole.jsonl", "%torn.jsonl.gz", "--store", forgetfulStore(), "--batch-size", "1")
                .exits(1);

        assertThat(torn.err()).contains("torn.jsonl.gz: the gzip data breaks off");
        assertThat(torn.text()).containsPattern("(?m)^differing +0$");
    }

    @Test
    void eachStoreIsTheFirstInTurn() {
        cli.withInput(Cli.posts(0, 7));

        WatchedStore three = new WatchedStore("three", InMemoryClaimStore.create(), calls);

        compare("--batch-size", "2", "--store", TestStores.put("three", three)).exits(0);

        assertThat(calls.subList(3 * Contenders.WARM_UPS, calls.size()))
                .containsExactly(
                        "one 2", "two 2", "three 2", //
                        "two 2", "three 2", "one 2", //
                        "three 2", "one 2", "two 2", //
                        "one 1", "two 1", "three 1");
    }

    @Test
    void batchesHaveTheSizeThatWasAskedForWhateverIsReadAtOnce() {
        cli.withInput(Cli.posts(0, 30_000));

        compare("--batch-size", "7000").exits(0);

        assertThat(calls.subList(2 * Contenders.WARM_UPS, calls.size()))
                .filteredOn(call -> call.startsWith("one"))
                .containsExactly("one 7000", "one 7000", "one 7000", "one 7000", "one 2000");
        assertThat(one.asked()).hasSize(30_000 + Contenders.WARM_UPS);
    }

    @Test
    void oneStoreUnderTwoNamesIsNotInItsOwnWay() {
        cli.withInput(Cli.posts(0, 10));

        Cli.Result result =
                cli.run("compare", "--store", urlOfOne, "--store", urlOfOne).exits(0);

        assertThat(result.text())
                .containsPattern("(?m)^1  test:one +10 +0 ")
                .containsPattern("(?m)^2  test:one +10 +0 ");
    }

    @Test
    void runMeetsNoClaimOfOthersAndLeavesNone() {
        cli.write("in.jsonl", Cli.posts(0, 500) + Cli.posts(0, 20));
        cli.run("filter", "%in.jsonl", "--store", urlOfOne).exits(0).counts(520, 500, 20, 0);

        for (int run = 0; run < 2; run++) {
            assertThat(compare("%in.jsonl").exits(0).text())
                    .containsPattern("(?m)^1  test:one +500 +20 ")
                    .containsPattern("(?m)^2  test:two +500 +20 ");
        }

        assertThat(one.asked()).hasSize(1_500 + 2 * Contenders.WARM_UPS);
        assertThat(one.held()).as("those of filter").isEqualTo(500);
        assertThat(two.asked()).hasSize(1_000 + 2 * Contenders.WARM_UPS);
        assertThat(two.held()).isZero();
        cli.run("filter", "%in.jsonl", "--store", urlOfTwo).exits(0).counts(520, 500, 20, 0);
    }

    @Test
    void storeThatFailsEndsTheRunAndIsNoDifference() {
        FailingStore failing = new FailingStore();
        failing.fail(FailingStore.Fault.LEASE_ANSWER, Contenders.WARM_UPS + 2);
        WatchedStore watched = new WatchedStore("three", failing, calls);
        cli.withInput(Cli.posts(0, 25) + Cli.posts(20, 45));

        Cli.Result result = compare(
                        "--store", TestStores.put("three", watched), "--batch-size", "10", "--deadline", "100ms")
                .exits(3);

        assertThat(result.err())
                .contains(
                        "dedup: test:three: the store failed, 10 posts are unknown to it",
                        "the store is down; start it")
                .doesNotContain("Exception")
                .hasLineCount(1);
        assertThat(result.text())
                .containsPattern("(?m)^compared +20$")
                .containsPattern("(?m)^differing +0$")
                .containsPattern("(?m)^1  test:one +20 +0 ")
                .containsPattern("(?m)^3  test:three +20 +0 ");
        assertThat(one.held() + two.held() + watched.held())
                .as("claims left, also of the batch that failed")
                .isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = FailingStore.Fault.class,
            names = {"LEASE_ANSWER", "FORGET"})
    void storeThatFailsBeforeAnythingIsComparedShowsNothing(FailingStore.Fault fault) {
        FailingStore failing = new FailingStore();
        failing.fail(fault, 0);

        Cli.Result result = cli.withInput(Cli.posts(0, 5))
                .run(
                        "compare",
                        "--store",
                        urlOfOne,
                        "--store",
                        TestStores.put("three", failing),
                        "--deadline",
                        "100ms");

        assertThat(result.exits(3).err())
                .contains("test:three: the store failed, before anything was compared", "the store is down; start it")
                .hasLineCount(1);
        assertThat(result.text()).isEmpty();
        assertThat(one.held()).isZero();
    }

    @Test
    void claimsThatCannotBeRemovedAreTold() {
        FailingStore failing = new FailingStore();
        failing.fail(FailingStore.Fault.FORGET, Contenders.WARM_UPS);
        cli.withInput(Cli.posts(0, 12_000));

        Cli.Result result = compare("--store", TestStores.put("three", failing), "--retention", "90s")
                .exits(0);

        assertThat(result.err())
                .contains("test:three: claims of this run are left, and lapse within 90 s: failing: forget failed")
                .as("the first failure, and no further request")
                .containsOnlyOnce("forget failed")
                .hasLineCount(1);
        assertThat(one.held()).isZero();
    }

    @Test
    void runThatOutlastsItsClaimsIsTold() {
        cli.withInput(Cli.posts(0, 3));

        Cli.Result result = compare("--retention", "1ms", "--json");

        assertThat(result.err()).contains("the run took longer than its claims are held, 1 ms", "a longer --retention");
        assertThat(result.text()).contains("\"outlasted_retention\":true");
    }

    @Test
    void runThatIsInterruptedSaysSoAndLeavesNoClaim() throws Exception {
        Trickle trickle = new Trickle();
        CompletableFuture<Cli.Result> result = new CompletableFuture<>();
        Thread run = new Thread(() -> result.complete(
                cli.run(trickle.in(), "compare", "--batch-size", "1", "--store", urlOfOne, "--store", urlOfTwo)));
        run.start();
        trickle.write(Cli.posts(0, 3).getBytes(StandardCharsets.UTF_8));
        Awaitility.await().until(() -> two.asked().size() == Contenders.WARM_UPS + 3);

        run.interrupt();

        assertThat(result.join().exits(3).err()).contains("dedup: the run was interrupted");
        assertThat(result.join().text()).containsPattern("(?m)^compared +3$");
        assertThat(one.held() + two.held()).isZero();
    }

    @Test
    void noPostsAreNoDifference() {
        Cli.Result result = cli.withInput("").run("compare", "--store", urlOfOne, "--store", urlOfTwo);

        assertThat(result.exits(0).text()).containsPattern("(?m)^1  test:one +0 +0 +0 +0.000 +0.000 +0.000 +0.000$");
    }

    @Test
    void readsWithTheOptionsOfFilter() {
        cli.write("in.txt", "user,text\n@a,Hello\n@b,hello\n");

        Cli.Result result = compare(
                        "%in.txt",
                        "--format",
                        "csv",
                        "--handle",
                        "user",
                        "--message",
                        "text",
                        "--identity",
                        "message/case-space-1")
                .exits(0);

        assertThat(result.text()).containsPattern("(?m)^1  test:one +1 +1 ");
    }

    @Test
    void readerOfTheOutputThatHasGoneIsNotTold() {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Streams streams = new Streams(
                new ByteArrayInputStream(Cli.posts(0, 3).getBytes(StandardCharsets.UTF_8)),
                closed,
                new PrintStream(err, true, StandardCharsets.UTF_8));

        assertThat(Main.run(streams, "compare", "--store", urlOfOne, "--store", urlOfTwo))
                .isEqualTo(ExitCode.CLOSED_PIPE);
        assertThat(err.size()).isZero();
        assertThat(one.held()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--store memory: | compare needs two stores or more, and got 1",
                "--batch-size 5 | compare needs two stores or more, and got 0",
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
    void storeThatCannotBeOpenedIsTold() {
        Cli.Result result =
                cli.withInput(Cli.posts(0, 3)).run("compare", "--store", urlOfOne, "--store", TestStores.unreachable());

        assertThat(result.exits(3).err())
                .startsWith("dedup: --store test:unreachable cannot be opened: ")
                .hasLineCount(1);
        assertThat(result.text()).isEmpty();
        assertThat(calls).isEmpty();
    }
}
