// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dedup.identity.Fingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The claims of a comparison wait in a file, in their order, and the file goes with the run. */
class ClaimLogTest {
    @TempDir
    Path directory;

    private static List<Fingerprint> fingerprints(int count) {
        return LongStream.range(0, count).mapToObj(i -> Fingerprint.of(-i, i)).toList();
    }

    @ParameterizedTest
    @CsvSource({"0,10", "1,10", "10,10", "4096,4096", "4097,100", "10000,7", "10000,100000"})
    void givesBackWhatItWasGiven(int count, int batchSize) {
        List<Fingerprint> given = fingerprints(count);
        List<Fingerprint> back = new ArrayList<>();
        try (ClaimLog log = ClaimLog.in(directory)) {
            given.forEach(log::add);

            for (int reading = 0; reading < 2; reading++) {
                back.clear();
                log.forEachBatch(batchSize, batch -> {
                    assertThat(batch).hasSizeBetween(1, batchSize);
                    return back.addAll(batch);
                });
            }
        }
        assertThat(back).isEqualTo(given);
    }

    @Test
    void stopsWhenNoMoreIsWanted() {
        List<List<Fingerprint>> taken = new ArrayList<>();
        try (ClaimLog log = ClaimLog.in(directory)) {
            fingerprints(30).forEach(log::add);

            log.forEachBatch(10, batch -> {
                taken.add(batch);
                return taken.size() < 2;
            });
        }
        assertThat(taken)
                .containsExactly(
                        fingerprints(20).subList(0, 10), fingerprints(20).subList(10, 20));
    }

    @Test
    void leavesNoFileBehind() throws IOException {
        try (ClaimLog log = ClaimLog.in(directory)) {
            log.add(Fingerprint.of(1, 2));
            log.forEachBatch(1, batch -> true);
        }
        try (var files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void directoryThatIsNotThereIsTold() {
        assertThatExceptionOfType(RunException.class)
                .isThrownBy(() -> ClaimLog.in(directory.resolve("missing")))
                .matches(e -> e.exitCode() == ExitCode.FILES)
                .withMessageContaining("missing: a temporary file: cannot be kept for the claims of the run: ")
                .withMessageContaining("-Djava.io.tmpdir=");
    }
}
