// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
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
        PushbackInputStream in = new PushbackInputStream(input.open(), FIRST_LINE_BYTES);
        try {
            Format format = format(input, options, in);
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

    private static Format format(Input input, ReadingOptions options, PushbackInputStream in) throws IOException {
        Optional<Format> told = options.format().or(input::formatByName);
        return told.isPresent() ? told.get() : byFirstLine(in, options.names());
    }

    /** CSV is recognised by a header row with the columns that a post needs; everything else is taken for JSON Lines. */
    private static Format byFirstLine(PushbackInputStream in, FieldNames names) throws IOException {
        byte[] bytes = new byte[FIRST_LINE_BYTES];
        int length = 0;
        int read = in.read(bytes);
        while (read > 0 && RecordScanner.lineFeed(bytes, length, length + read) < 0) {
            length += read;
            read = in.read(bytes, length, bytes.length - length);
        }
        length += Math.max(read, 0);
        in.unread(bytes, 0, length);
        return isHeader(bytes, RecordScanner.lineEnd(bytes, 0, length, true), names) ? Format.CSV : Format.JSONL;
    }

    private static boolean isHeader(byte[] bytes, int length, FieldNames names) {
        String line = new String(bytes, 0, length, StandardCharsets.UTF_8);
        try {
            List<String> columns = CsvFields.of(line.startsWith("\uFEFF") ? line.substring(1) : line);
            return columns.contains(names.handle()) && columns.contains(names.message());
        } catch (MalformedRecordException e) {
            return false;
        }
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
