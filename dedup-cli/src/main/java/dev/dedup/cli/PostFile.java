// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A file of posts that is open: its layout, and its records one buffer full after the other. For one thread. */
final class PostFile implements Closeable {
    private static final int FIRST_LINE_BYTES = 1 << 13;

    private final InputStream in;
    private final RecordReader reader;
    private final Optional<Layout> layout;
    private List<RawRecord> ahead;

    private PostFile(InputStream in, RecordReader reader, Optional<Layout> layout, List<RawRecord> ahead) {
        this.in = in;
        this.reader = reader;
        this.layout = layout;
        this.ahead = ahead;
    }

    /**
     * Opens an input and reads its beginning.
     *
     * @throws IOException if it cannot be read
     * @throws MalformedRecordException if its header row is wrong
     */
    static PostFile open(Input input, ReadingOptions options) throws IOException, MalformedRecordException {
        InputStream in = input.open();
        try {
            Optional<Format> told = options.format().or(input::formatByName);
            byte[] start = told.isPresent() ? new byte[0] : firstLine(in);
            Format format = told.orElseGet(() -> Format.ofFirstLine(start, options.names()));
            // Not pushed back: a PushbackInputStream would wait for more before it gave what it has.
            in = new SequenceInputStream(new ByteArrayInputStream(start), in);
            RecordReader reader = RecordReader.of(in, input.name(), format, options.maxRecordBytes());
            return begin(in, reader, format, options.names());
        } catch (IOException | MalformedRecordException e) {
            close(in);
            throw e;
        }
    }

    private static PostFile begin(InputStream in, RecordReader reader, Format format, FieldNames names)
            throws MalformedRecordException {
        List<RawRecord> records = reader.next();
        if (records.isEmpty()) {
            return new PostFile(in, reader, Optional.empty(), records);
        }
        if (format == Format.JSONL) {
            return new PostFile(in, reader, Optional.of(Layout.jsonLines(names)), records);
        }
        Layout layout = Layout.csv(CsvHeader.of(records.get(0)), names);
        return new PostFile(in, reader, Optional.of(layout), records.subList(1, records.size()));
    }

    /** Reads up to the end of the first line, and whatever came with it. */
    private static byte[] firstLine(InputStream in) throws IOException {
        byte[] bytes = new byte[FIRST_LINE_BYTES];
        int length = 0;
        int read = in.read(bytes);
        while (read > 0 && LineFeeds.next(bytes, length, length + read) < 0) {
            length += read;
            read = in.read(bytes, length, bytes.length - length);
        }
        return Arrays.copyOf(bytes, length + Math.max(read, 0));
    }

    /** Returns the layout, or empty if the file has no record at all. */
    Optional<Layout> layout() {
        return layout;
    }

    /** Returns the next records, without the header row, or an empty list at the end. */
    List<RawRecord> next() {
        List<RawRecord> records = ahead.isEmpty() ? reader.next() : ahead;
        ahead = List.of();
        return records;
    }

    /** Returns why the file could not be read to its end, once {@link #next()} is empty. */
    Optional<String> failure() {
        return Optional.ofNullable(reader.failure())
                .map(e -> Failures.reason(e) + ", at line " + reader.line()
                        + "; the records before that were read, the rest is not known");
    }

    @Override
    public void close() {
        close(in);
    }

    /** Whatever a file says when it is closed, its records were read. */
    private static void close(InputStream in) {
        try {
            in.close();
        } catch (IOException ignored) {
            return;
        }
    }
}
