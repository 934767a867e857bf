// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Opens the files of {@link OutputOptions}, new or mended, and claims what the output holds already. */
final class OutputOpener {
    private final OutputOptions options;
    private final ReadingOptions reading;
    private final Layout layout;
    private final Streams streams;
    private final Console console;
    private final List<OutputFile> opened = new ArrayList<>();

    OutputOpener(OutputOptions options, ReadingOptions reading, Layout layout, Streams streams, Console console) {
        this.options = options;
        this.reading = reading;
        this.layout = layout;
        this.streams = streams;
        this.console = console;
    }

    /**
     * Opens and locks all files before it changes any.
     *
     * @param recovered gets the records that the output holds already, without the header row
     * @throws RunException if a file cannot be opened or mended; all are closed then
     */
    Outputs open(Consumer<List<RawRecord>> recovered) {
        try {
            OutputFile unique = opened(options.output());
            OutputFile duplicates = opened(options.duplicates());
            OutputFile rejects = opened(options.rejects());
            return begin(unique, duplicates, rejects, recovered);
        } catch (RuntimeException e) {
            opened.forEach(file -> undo(file, e));
            throw e;
        }
    }

    private Outputs begin(
            @Nullable OutputFile unique,
            @Nullable OutputFile duplicates,
            @Nullable OutputFile rejects,
            Consumer<List<RawRecord>> recovered) {
        return new Outputs(
                unique == null ? standardOutput() : posts(unique, recovered),
                duplicates == null ? null : posts(duplicates, records -> {}),
                rejects == null ? null : rejects(rejects),
                console);
    }

    private @Nullable OutputFile opened(Optional<Path> file) {
        if (file.isEmpty()) {
            return null;
        }
        OutputFile output = OutputFile.open(file.get(), options.append());
        opened.add(output);
        return output;
    }

    private static void undo(OutputFile file, RuntimeException cause) {
        try {
            file.undo();
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    private RecordWriter standardOutput() {
        RecordWriter writer = RecordWriter.toStream("(standard output)", streams.out());
        layout.headerRow().ifPresent(writer::write);
        return writer;
    }

    private RecordWriter posts(OutputFile file, Consumer<List<RawRecord>> visitor) {
        boolean empty = prepare(file, layout.format(), new Recovered(file.file(), visitor));
        RecordWriter writer = RecordWriter.toFile(file, options.fsync());
        if (empty) {
            layout.headerRow().ifPresent(writer::write);
        }
        return writer;
    }

    private RecordWriter rejects(OutputFile file) {
        prepare(file, Format.JSONL, records -> {});
        return RecordWriter.toFile(file, options.fsync());
    }

    /** Empties or mends a file, and returns whether it holds no record. */
    private boolean prepare(OutputFile file, Format format, Consumer<List<RawRecord>> visitor) {
        if (options.append() && !file.isNew()) {
            return new Reopening(file, format, reading.maxRecordBytes(), console).run(visitor);
        }
        file.empty();
        return true;
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
