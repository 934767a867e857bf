// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.workers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.equivalence.workers.Sink.Line;
import dev.dedup.equivalence.workers.Sink.Word;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sink of which some lines were broken off. */
class SinkTest {
    private static final Line FIRST = new Line("worker1.1", 12, Word.WRITTEN, Duration.ofMillis(3_012));
    private static final Line SECOND = new Line("worker2.1", 7, Word.LAPSED, Duration.ZERO);

    @TempDir
    Path directory;

    @Test
    void linesAreReadAsTheyWereWritten() {
        Sink sink = sink();
        sink.write(FIRST);
        sink.write(SECOND);
        assertThat(sink.lines()).containsExactly(FIRST, SECOND);
        assertThat(sink.parts()).isZero();
    }

    /** However much of it there is, it is no line, and the lines before and behind it are whole. */
    @Test
    void partOfALineIsNone() throws IOException {
        Sink whole = sink();
        whole.write(FIRST);
        byte[] line = Files.readAllBytes(whole.file());
        for (int length = 2; length < line.length; length++) {
            Sink sink = Sink.create(directory.resolve("sink" + length));
            sink.write(SECOND);
            Files.write(sink.file(), Arrays.copyOf(line, length), StandardOpenOption.APPEND);
            sink.write(SECOND);
            assertThat(sink.lines()).as(new String(line, 0, length, UTF_8)).containsExactly(SECOND, SECOND);
            assertThat(sink.parts()).isOne();
        }
    }

    private Sink sink() {
        return Sink.create(directory.resolve("sink"));
    }
}
