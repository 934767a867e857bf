// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.memory.InMemoryClaimStore;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A store that fails ends the run, and costs no post. */
class StoreFailureTest {
    /** Enough for several batches. */
    private static final int POSTS = 30_000;

    @TempDir
    Path directory;

    private final FailingStore store = new FailingStore();
    private Cli cli;
    private String url = "";

    @BeforeEach
    void begin() {
        cli = new Cli(directory);
        cli.write("in.jsonl", Cli.posts(0, POSTS));
        url = TestStores.put("failing", store);
    }

    @AfterEach
    void end() {
        store.close();
    }

    private Cli.Result filter() {
        return cli.run(
                "filter",
                "%in.jsonl",
                "--append",
                "-o",
                "%out.jsonl",
                "--store",
                url,
                "--lease-time",
                "400ms",
                "--deadline",
                "100ms");
    }

    @ParameterizedTest
    @EnumSource(
            value = FailingStore.Fault.class,
            names = {"LEASE", "LEASE_ANSWER", "CONFIRM", "CONFIRM_ANSWER"})
    void nextRunTakesUpWhereTheFirstHadToStop(FailingStore.Fault fault) {
        store.fail(fault, 3);
        Cli.Result failed = filter().exits(3);

        assertThat(failed.err()).contains("the store is down; start it", "run again with --append");
        long unique = failed.count("unique");
        assertThat(unique).isBetween(1L, POSTS - 1L);
        assertThat(cli.read("out.jsonl")).isEqualTo(Cli.posts(0, (int) unique));
        assertThat(failed.count("duplicate")).isZero();

        store.fail(FailingStore.Fault.NONE, 0);
        filter().exits(0).counts(POSTS, POSTS - (int) unique, (int) unique, 0);

        assertThat(cli.lines("out.jsonl")).hasSize(POSTS).doesNotHaveDuplicates();
    }

    @Test
    void secondRunOnTheSameStoreFindsDuplicates() {
        filter().exits(0).counts(POSTS, POSTS, 0, 0);

        cli.run("filter", "%in.jsonl", "--store", url).exits(0).counts(POSTS, 0, POSTS, 0);
    }

    @Test
    void storeThatIsFullSaysSo() {
        cli.write("few.jsonl", Cli.posts(0, 20));
        String full = TestStores.put(
                "full", InMemoryClaimStore.builder().maximumClaims(10).build());

        Cli.Result result = cli.run("filter", "%few.jsonl", "--store", full, "--deadline", "100ms");

        assertThat(result.exits(3).err()).contains("maximumClaims");
        assertThat(result.count("read")).isEqualTo(20);
    }
}
