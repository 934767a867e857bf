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
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file that many processes append to: the system sets each line behind the one before (O_APPEND).
 *
 * <p>Whoever is killed while it writes may leave a first part of its line, at the border of a page, and whoever reads meanwhile may see
 * one. So a line says where it ends, and the next begins on a line of its own: a part is told from a line, and spoils no other.
 *
 * @param file the file, which exists
 */
record Sink(Path file) {
    private static final String FORMAT = "\n%s %d %s %d;";
    private static final Pattern LINE = Pattern.compile("(\\S+) (\\d+) ([A-Z]+) (\\d+);");

    /** What a life of a worker has to say about a post. */
    enum Word {
        /** Here the post is. */
        WRITTEN,
        /** The store knows that it is written. */
        CONFIRMED,
        /** Its lease was lost before it was confirmed: somebody else will write it, too. */
        LAPSED
    }

    /**
     * A line.
     *
     * @param life which life of which worker wrote it
     * @param post the post's number
     * @param word what it says
     * @param since how long before, at least, it was granted the lease: from before it asked, in whole milliseconds, rounded down
     */
    record Line(String life, int post, Word word, Duration since) {}

    static Sink create(Path file) {
        try {
            return new Sink(Files.createFile(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Appends a line; it is in the file when this returns, whatever happens to this process. */
    void write(Line line) {
        byte[] bytes = FORMAT.formatted(
                        line.life(), line.post(), line.word(), line.since().toMillis())
                .getBytes(UTF_8);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.APPEND)) {
            int written = channel.write(ByteBuffer.wrap(bytes));
            if (written != bytes.length) {
                throw new IllegalStateException(written + " of " + bytes.length + " bytes were written to " + file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines that are whole. */
    List<Line> lines() {
        return texts().map(LINE::matcher)
                .filter(Matcher::matches)
                .map(Sink::line)
                .toList();
    }

    /** How many lines are not: those who wrote them are still at it, or were killed. */
    long parts() {
        return texts().filter(Predicate.not(LINE.asMatchPredicate())).count();
    }

    private Stream<String> texts() {
        try {
            return Files.readAllLines(file).stream().filter(Predicate.not(String::isEmpty));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Line line(MatchResult parts) {
        return new Line(
                parts.group(1),
                Integer.parseInt(parts.group(2)),
                Word.valueOf(parts.group(3)),
                Duration.ofMillis(Long.parseLong(parts.group(4))));
    }
}
