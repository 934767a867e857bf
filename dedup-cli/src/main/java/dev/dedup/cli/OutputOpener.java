// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Opens the files of {@link OutputOptions}, new or mended, and claims what the output holds already. */
final class OutputOpener {
    private final OutputOptions options;
    private final ReadingOptions reading;
    private final Layout layout;
    private final Streams streams;
    private final Console console;

    OutputOpener(OutputOptions options, ReadingOptions reading, Layout layout, Streams streams, Console console) {
        this.options = options;
        this.reading = reading;
        this.layout = layout;
        this.streams = streams;
        this.console = console;
    }

    /**
     * Opens all files.
     *
     * @param recovered gets the records that the output holds already, without the header row
     * @throws RunException if a file cannot be opened or mended
     */
    Outputs open(Consumer<List<RawRecord>> recovered) {
        RecordWriter unique = options.output()
                .map(file -> posts(file, new Recovered(file, recovered)))
                .orElseGet(this::standardOutput);
        return new Outputs(
                unique,
                options.duplicates()
                        .map(file -> posts(file, new Recovered(file, records -> {})))
                        .orElse(null),
                options.rejects().map(this::rejects).orElse(null),
                console);
    }

    private RecordWriter standardOutput() {
        RecordWriter writer = RecordWriter.toStream("(standard output)", streams.out());
        layout.headerRow().ifPresent(writer::write);
        return writer;
    }

    private RecordWriter posts(Path file, Consumer<List<RawRecord>> visitor) {
        boolean empty = isNew(file) || reopen(file, layout.format(), visitor);
        RecordWriter writer = RecordWriter.toFile(file, options.append(), options.fsync());
        if (empty) {
            layout.headerRow().ifPresent(writer::write);
        }
        return writer;
    }

    private RecordWriter rejects(Path file) {
        if (!isNew(file)) {
            reopen(file, Format.JSONL, records -> {});
        }
        return RecordWriter.toFile(file, options.append(), options.fsync());
    }

    private boolean isNew(Path file) {
        return !options.append() || !Files.exists(file);
    }

    private boolean reopen(Path file, Format format, Consumer<List<RawRecord>> visitor) {
        return new Reopening(file, format, reading.maxRecordBytes(), console).run(visitor);
    }

    /** Takes the header row off, which has to be that of the run. */
    private final class Recovered implements Consumer<List<RawRecord>> {
        private final Path file;
        private final Consumer<List<RawRecord>> visitor;
        private boolean started;

        Recovered(Path file, Consumer<List<RawRecord>> visitor) {
            this.file = file;
            this.visitor = visitor;
        }

        @Override
        public void accept(List<RawRecord> records) {
            List<RawRecord> posts = records;
            if (!started && layout.format() == Format.CSV) {
                requireHeader(records.get(0));
                posts = records.subList(1, records.size());
            }
            started = true;
            if (!posts.isEmpty()) {
                visitor.accept(posts);
            }
        }

        private void requireHeader(RawRecord row) {
            try {
                layout.requireSame(CsvHeader.of(row).names());
            } catch (MalformedRecordException e) {
                throw RunException.usage(file + ":1: cannot be added to: " + e.reason());
            }
        }
    }
}
