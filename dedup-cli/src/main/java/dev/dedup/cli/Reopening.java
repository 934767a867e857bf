// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a file of an earlier run fit to be added to, whole records and whole gzip members only, and shows what it holds.
 *
 * <p>A run that was killed leaves half a record at the end. It is cut off, since its post is about to be read again, and put aside
 * in a file with the suffix {@code .torn}, since it might be another's work. A whole JSON object that only lacks its line feed stays.
 */
final class Reopening {
    private static final String TORN = ".torn";

    private final OutputFile output;
    private final Path file;
    private final Format format;
    private final int maxRecordBytes;
    private final Console console;
    private boolean empty = true;

    Reopening(OutputFile output, Format format, int maxRecordBytes, Console console) {
        this.output = output;
        this.file = output.file();
        this.format = format;
        this.maxRecordBytes = maxRecordBytes;
        this.console = console;
    }

    /**
     * Reads the file and mends its end.
     *
     * @param visitor gets the whole records, a buffer full at a time
     * @return true if the file holds no record
     * @throws RunException if the file cannot be read or mended, or is damaged before its end; it is unchanged then
     */
    boolean run(Consumer<List<RawRecord>> visitor) {
        try {
            RecordReader reader = read(visitor);
            IOException failure = reader.failure();
            if (failure != null && !(failure instanceof EOFException)) {
                throw failure;
            }
            requireTailWithinLimit(reader);
            mend(reader, failure != null, visitor);
            return empty;
        } catch (IOException e) {
            throw RunException.usage(
                    file + ": cannot be added to: " + Failures.reason(e) + "; move it away, or name another output");
        }
    }

    private RecordReader read(Consumer<List<RawRecord>> visitor) throws IOException {
        try (InputStream in = open()) {
            RecordReader reader = RecordReader.ofWholeRecords(in, file.toString(), format, maxRecordBytes);
            List<RawRecord> records = reader.next();
            while (!records.isEmpty()) {
                visit(records, visitor);
                records = reader.next();
            }
            return reader;
        }
    }

    private void visit(List<RawRecord> records, Consumer<List<RawRecord>> visitor) {
        empty = false;
        visitor.accept(records);
    }

    private void requireTailWithinLimit(RecordReader reader) {
        if (reader.tailOversized()) {
            throw RunException.usage(file + ":" + reader.line() + ": cannot be added to: the record is longer than "
                    + maxRecordBytes
                    + " bytes, and torn as far as one can tell; give the --max-record-bytes of the run that"
                    + " wrote it, or more");
        }
    }

    private void mend(RecordReader reader, boolean brokenOff, Consumer<List<RawRecord>> visitor) throws IOException {
        RawRecord tail = reader.tail();
        if (tail != null && !brokenOff && format == Format.JSONL && JsonPostParser.isObject(tail)) {
            visit(List.of(tail), visitor);
            addLineFeed();
        } else if (tail != null || brokenOff) {
            putAside(tail);
            cut(reader.wholeBytes());
        }
    }

    private void addLineFeed() throws IOException {
        FileChannel channel = output.channel();
        channel.position(channel.size());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = pack(bytes)) {
            out.write('\n');
        }
        OutputStream end = Channels.newOutputStream(channel);
        end.write(bytes.toByteArray());
    }

    private void putAside(@Nullable RawRecord tail) throws IOException {
        if (tail == null) {
            console.note(file + ": broke off between two records; mended");
            return;
        }
        Path torn = Path.of(file + TORN);
        try (OutputStream out = Files.newOutputStream(torn, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            out.write(tail.bytes());
            out.write('\n');
        }
        console.note(file + ":" + tail.line() + ": a torn record of " + tail.length()
                + " bytes at the end, of a run that was killed; moved to " + torn);
    }

    private void cut(long wholeBytes) throws IOException {
        if (Format.isGzip(file.toString())) {
            packAgain(wholeBytes);
        } else {
            output.channel().truncate(wholeBytes);
        }
    }

    /** The new file takes the old one's place in one step, so a second kill loses nothing either. */
    private void packAgain(long wholeBytes) throws IOException {
        Path real = file.toRealPath();
        Path directory = Objects.requireNonNull(real.getParent(), "a file has a directory");
        Path mended = Files.createTempFile(directory, real.getFileName() + ".", ".mended");
        try {
            try (InputStream in = open();
                    OutputStream out = pack(Files.newOutputStream(mended))) {
                copy(in, out, wholeBytes);
            }
            output.replaceBy(mended);
        } finally {
            Files.deleteIfExists(mended);
        }
    }

    private static void copy(InputStream in, OutputStream out, long count) throws IOException {
        byte[] bytes = new byte[1 << 16];
        long left = count;
        while (left > 0) {
            int read = in.read(bytes, 0, (int) Math.min(bytes.length, left));
            if (read < 0) {
                throw new IOException("it became shorter while it was read");
            }
            out.write(bytes, 0, read);
            left -= read;
        }
    }

    /** Reads from the start; closing the stream leaves the file open, and so locked. */
    private InputStream open() throws IOException {
        output.channel().position(0);
        InputStream in = new FilterInputStream(Channels.newInputStream(output.channel())) {
            @Override
            public void close() {}
        };
        return Format.isGzip(file.toString()) ? new GzipMembers(in) : in;
    }

    private OutputStream pack(OutputStream out) throws IOException {
        return Format.isGzip(file.toString()) ? new GZIPOutputStream(out) : out;
    }
}
