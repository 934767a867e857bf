// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.spi.Verdict;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What a run of {@code dedup compare} ends with where more than one thing went wrong, or nobody can be shown what was found. */
class CompareExitTest extends Comparing {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void differenceSaysMoreThanAFileThatBreaksOff() throws IOException {
        cli.write("whole.jsonl", Cli.posts(0, 1) + Cli.posts(0, 1));
        byte[] packed = Cli.gzip(Cli.posts(0, 2_000).getBytes(StandardCharsets.UTF_8));
        Files.write(cli.file("torn.jsonl.gz"), Arrays.copyOf(packed, packed.length / 2));

        Cli.Result torn = compare("%whole.jsonl", "%torn.jsonl.gz", "--json").exits(4);
        compare("%whole.jsonl", "%torn.jsonl.gz", "--store", forgetfulStore(), "--batch-size", "1")
                .exits(1);

        assertThat(torn.err()).contains("torn.jsonl.gz: the gzip data breaks off");
        assertThat(torn.text())
                .contains("\"differing\":0,")
                .containsPattern(
                        "\"failure\":\\{\"store\":null,\"reason\":\"[^\"]*torn\\.jsonl\\.gz: the gzip data breaks off[^\"]*\"}")
                .endsWith("\"exit_status\":4}\n");
    }

    @Test
    void differenceSaysMoreThanALaterFailure() {
        FailingStore failing = new FailingStore();
        failing.fail(FailingStore.Fault.LEASE_ANSWER, WARM_UPS + 1);
        cli.withInput(Cli.posts(0, 3) + Cli.posts(0, 3));

        Cli.Result result = compare(
                        "--store",
                        stubbornStore(Verdict.DUPLICATE),
                        "--store",
                        TestStores.put("four", failing),
                        "--batch-size",
                        "2",
                        "--deadline",
                        "100ms",
                        "--json")
                .exits(1);

        assertThat(result.text())
                .contains("\"compared\":2,\"differing\":2,")
                .contains(
                        "\"failure\":{\"store\":\"test://four\",\"reason\":\"test://four: the store failed, 2 posts are unknown")
                .endsWith("\"exit_status\":1}\n");
        assertThat(result.err()).contains("test://four: the store failed, 2 posts are unknown");
    }

    @Test
    void readerOfTheOutputThatHasGoneIsNotTold() {
        assertThat(compareInto("Broken pipe")).isEqualTo(ExitCode.CLOSED_PIPE);

        assertThat(err.size()).isZero();
        assertThat(one.held()).isZero();
    }

    @Test
    void reportThatCannotBeWrittenIsToldWithItsOwnRemedy() {
        assertThat(compareInto("No space left on device")).isEqualTo(ExitCode.FILES);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("dedup: (standard output): the report cannot be written: No space left on device;"
                        + " make room or send it elsewhere, and run again\n");
        assertThat(one.held()).isZero();
    }

    /** Compares, and fails to write what was found. */
    private int compareInto(String failure) {
        OutputStream out = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException(failure);
            }
        };
        Streams streams = new Streams(
                new ByteArrayInputStream(Cli.posts(0, 3).getBytes(StandardCharsets.UTF_8)),
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return Main.run(streams, "compare", "--store", urlOfOne, "--store", urlOfTwo);
    }
}
