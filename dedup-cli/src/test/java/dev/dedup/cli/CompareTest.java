// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.memory.InMemoryClaimStore;
import dev.dedup.spi.Verdict;
import org.junit.jupiter.api.Test;

/** What {@code dedup compare} shows of stores that say what is right, and of stores that do not. */
class CompareTest extends Comparing {
    private static final String SECRET_TEXT = "nobody may read this";

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
                .containsPattern("(?m)^ +store +unique +duplicate +calls +posts/s +p50 ms +p90 ms +p99 ms +max ms$")
                .containsPattern("(?m)^1  test://one +30 +10 +1 +[\\d,]+( +–){3} +[\\d.]+$")
                .containsPattern("(?m)^2  test://two +30 +10 +1 +[\\d,]+( +–){3} +[\\d.]+$")
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
                        "{\"store\":\"test://one\",\"unique\":30,\"duplicate\":10,\"in_flight\":0,\"lost\":0,\"repeated\":0,\"calls\":5,\"seconds\":")
                .contains(
                        "{\"store\":\"test://two\",\"unique\":30,\"duplicate\":10,\"in_flight\":0,\"lost\":0,\"repeated\":0,\"calls\":5,\"seconds\":")
                .contains("\"posts_per_second\":")
                .endsWith(
                        "],\"first_differing\":[],\"outlasted_retention\":false,\"interrupted\":false,\"failure\":null,\"exit_status\":0}\n");
        assertThat(result.text())
                .containsPattern("\"latency_ms\":\\{\"p50\":[\\d.E-]+,\"p90\":null,\"p99\":null,\"max\":[\\d.E-]+}");
    }

    @Test
    void postsOnWhichStoresDisagreeAreNamedWithoutTheirText() {
        cli.write("in.jsonl", Cli.post("@a", SECRET_TEXT) + Cli.post("@a", "other") + Cli.post("@a", SECRET_TEXT));

        Cli.Result result = compare("%in.jsonl", "--store", forgetfulStore(), "--batch-size", "1")
                .exits(1);

        assertThat(result.text())
                .containsPattern("(?m)^differing +1$")
                .containsPattern("(?m)^3  test://forgetful +3 +0 +1 +3 ")
                .containsPattern("(?m)^post +fingerprint +should be +store 1 +store 2 +store 3$")
                .containsPattern("(?m)in\\.jsonl:3  " + fingerprint("%in.jsonl", 3)
                        + "  duplicate +duplicate +duplicate +unique$")
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
                        + "\",\"expected\":\"duplicate\",\"verdicts\":[\"duplicate\",\"duplicate\",\"unique\"]}]")
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
    void eachStoreIsTheFirstInTurn() {
        cli.withInput(Cli.posts(0, 7));

        WatchedStore three = new WatchedStore("three", InMemoryClaimStore.create(), calls);

        compare("--batch-size", "2", "--store", TestStores.put("three", three)).exits(0);

        assertThat(calls.subList(3 * WARM_UPS, calls.size()))
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

        assertThat(calls.subList(2 * Comparison.SINGLE_WARM_UPS, 2 * WARM_UPS))
                .containsExactly("one 7000", "two 7000", "one 7000", "two 7000", "one 7000", "two 7000");
        assertThat(calls.subList(2 * WARM_UPS, calls.size()))
                .filteredOn(call -> call.startsWith("one"))
                .containsExactly("one 7000", "one 7000", "one 7000", "one 7000", "one 2000");
        assertThat(one.asked()).hasSize(30_000 + warmUpPosts(7_000));
    }

    @Test
    void oneStoreUnderTwoNamesIsNotInItsOwnWay() {
        cli.withInput(Cli.posts(0, 10));

        Cli.Result result =
                cli.run("compare", "--store", urlOfOne, "--store", urlOfOne).exits(0);

        assertThat(result.text())
                .containsPattern("(?m)^1  test://one +10 +0 ")
                .containsPattern("(?m)^2  test://one +10 +0 ");
    }

    @Test
    void runMeetsNoClaimOfOthersAndLeavesNone() {
        cli.write("in.jsonl", Cli.posts(0, 500) + Cli.posts(0, 20));
        cli.run("filter", "%in.jsonl", "--store", urlOfOne).exits(0).counts(520, 500, 20, 0);

        for (int run = 0; run < 2; run++) {
            assertThat(compare("%in.jsonl").exits(0).text())
                    .containsPattern("(?m)^1  test://one +500 +20 ")
                    .containsPattern("(?m)^2  test://two +500 +20 ");
        }

        assertThat(one.asked()).hasSize(1_500 + 2 * warmUpPosts(520));
        assertThat(one.held()).as("those of filter").isEqualTo(500);
        assertThat(two.asked()).hasSize(1_000 + 2 * warmUpPosts(520));
        assertThat(two.held()).isZero();
        cli.run("filter", "%in.jsonl", "--store", urlOfTwo).exits(0).counts(520, 500, 20, 0);
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

        assertThat(result.text()).containsPattern("(?m)^1  test://one +1 +1 ");
    }

    @Test
    void storesThatLoseTheSamePostsAreFoundOut() {
        cli.withInput(Cli.posts(0, 3));
        String url = stubbornStore(Verdict.DUPLICATE);

        Cli.Result result = cli.run("compare", "--store", url, "--store", url).exits(1);

        assertThat(result.text())
                .containsPattern("(?m)^differing +3$")
                .containsPattern("(?m)^ +store +unique +duplicate +lost +calls ")
                .containsPattern("(?m)^1  test://stubborn +0 +3 +3 +1 ")
                .containsPattern("(?m)^\\(standard input\\):1  \\w+  unique +duplicate +duplicate$");
    }

    @Test
    void storesThatRepeatTheSamePostsAreFoundOut() {
        cli.withInput(Cli.posts(0, 3) + Cli.posts(0, 2));
        String url = stubbornStore(Verdict.CLAIMED);

        Cli.Result result = cli.run("compare", "--store", url, "--store", url, "--batch-size", "1", "--json")
                .exits(1);

        assertThat(result.text())
                .contains("\"differing\":2,", "\"lost\":0,\"repeated\":2,\"calls\":5,")
                .contains("\"expected\":\"duplicate\",\"verdicts\":[\"unique\",\"unique\"]");
    }

    @Test
    void postsInFlightHaveAColumnIfThereAreAny() {
        cli.withInput(Cli.posts(0, 3));

        assertThat(compare("--store", stubbornStore(Verdict.IN_FLIGHT)).exits(1).text())
                .containsPattern("(?m)^ +store +unique +duplicate +in flight +lost +calls ")
                .containsPattern("(?m)^3  test://stubborn +0 +0 +3 +3 +1 ");
    }

    @Test
    void allStoresAreClosed() {
        cli.withInput(Cli.posts(0, 3));

        compare().exits(0);

        assertThat(TestStores.stillOpen(urlOfOne)).isZero();
        assertThat(TestStores.stillOpen(urlOfTwo)).isZero();
    }

    @Test
    void progressTellsHowManyWereCompared() {
        cli.write("in.jsonl", Cli.posts(0, 3_000));

        assertThat(compare("%in.jsonl", "--progress").exits(0).err()).contains(" 3,000 compared");
    }
}
