// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that is killed and started again loses no post and writes none twice. */
class KillTest {
    private static final int POSTS = 150_000;

    @TempDir
    Path directory;

    private final byte[] posts = (Cli.posts(0, POSTS) + Cli.posts(0, POSTS / 2)).getBytes(StandardCharsets.UTF_8);

    @ParameterizedTest
    @ValueSource(strings = {"out.jsonl", "out.jsonl.gz"})
    void killedThreeTimes(String name) throws Exception {
        Path out = directory.resolve(name);
        for (int round = 1; round <= 3; round++) {
            killOnceTheOutputHasGrown(out);
        }
        try (CliProcessInput run = new CliProcessInput(start(out))) {
            run.feed(posts);
            assertThat(run.fed).isTrue();
            run.end();
            assertThat(run.process.exitCode())
                    .as(Files.readString(directory.resolve("stderr")))
                    .isZero();
        }

        assertThat(new Cli(directory).read(name)).isEqualTo(Cli.posts(0, POSTS));
    }

    private void killOnceTheOutputHasGrown(Path out) throws Exception {
        long before = Files.exists(out) ? Files.size(out) : 0;
        try (CliProcessInput run = new CliProcessInput(start(out))) {
            Thread feeding = new Thread(() -> run.feed(posts));
            feeding.start();
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> !run.process.isAlive() || (Files.exists(out) && Files.size(out) > before));
            assertThat(run.process.isAlive())
                    .as("its input is still open, so it cannot have ended")
                    .isTrue();
            run.process.kill();
            feeding.join();
        }
    }

    private CliProcess start(Path out) throws IOException {
        return CliProcess.start(
                directory, CliProcess.command(List.of(), "filter", "--append", "--output", out.toString()));
    }

    /** The standard input of a process that may be gone. */
    private static final class CliProcessInput implements AutoCloseable {
        private final CliProcess process;
        private boolean fed;

        CliProcessInput(CliProcess process) {
            this.process = process;
        }

        void feed(byte[] bytes) {
            try {
                OutputStream in = process.in();
                in.write(bytes);
                in.flush();
                fed = true;
            } catch (IOException killed) {
                fed = false;
            }
        }

        void end() throws IOException {
            process.in().close();
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
