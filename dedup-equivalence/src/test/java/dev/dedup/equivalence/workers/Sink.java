// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.workers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A file that many processes append to, a line each time in one piece: the system sets each behind the one before (O_APPEND).
 *
 * @param file the file, which exists
 */
record Sink(Path file) {
    private static final String SEPARATOR = " ";

    /** What a life of a worker has to say about a post. */
    enum Word {
        /** Here the post is. */
        WRITTEN,
        /** Its lease was lost before it was confirmed: somebody else will write it, too. */
        LAPSED
    }

    /**
     * A line.
     *
     * @param life which life of which worker wrote it
     * @param post the post's number
     * @param word what it says
     */
    record Line(String life, int post, Word word) {}

    static Sink create(Path file) {
        try {
            return new Sink(Files.createFile(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Appends a line; it is in the file when this returns, whatever happens to this process. */
    void write(Line line) {
        byte[] bytes = (line.life() + SEPARATOR + line.post() + SEPARATOR + line.word() + "\n").getBytes(UTF_8);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.APPEND)) {
            int written = channel.write(ByteBuffer.wrap(bytes));
            if (written != bytes.length) {
                throw new IllegalStateException(written + " of " + bytes.length + " bytes were written to " + file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Line> lines() {
        try {
            return Files.readAllLines(file).stream().map(Sink::line).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Line line(String text) {
        String[] parts = text.split(SEPARATOR, -1);
        return new Line(parts[0], Integer.parseInt(parts[1]), Word.valueOf(parts[2]));
    }
}
