// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Opens the files of {@link OutputOptions}, new or mended, and claims what the output holds already. */
final class OutputOpener {
    private final OutputOptions options;
    private final ReadingOptions reading;
    private final Optional<Layout> layout;
    private final Streams streams;
    private final Console console;
    private final List<OutputFile> opened = new ArrayList<>();

    /**
     * Makes an opener.
     *
     * @param layout the layout of the run; empty if its inputs hold no record, so that it has nothing to write
     */
    OutputOpener(
            OutputOptions options, ReadingOptions reading, Optional<Layout> layout, Streams streams, Console console) {
        this.options = options;
        this.reading = reading;
        this.layout = layout;
        this.streams = streams;
        this.console = console;
    }

    /**
     * Opens and locks all files before it changes any.
     *
     * <p>With nothing to write, a file that is kept is left as it is: in which format to mend it is not known.
     *
     * @param recovered gets the records that the output holds already, without the header row, and what parses them
     * @throws RunException if a file cannot be opened or mended; all are closed then
     */
    Outputs open(BiConsumer<List<RawRecord>, PostParser> recovered) {
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
            BiConsumer<List<RawRecord>, PostParser> recovered) {
        return new Outputs(
                unique == null ? standardOutput() : posts(unique, recovered),
                duplicates == null ? null : posts(duplicates, (records, parser) -> {}),
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
        return withHeader(RecordWriter.toStream("(standard output)", streams.out()));
    }

    private RecordWriter posts(OutputFile file, BiConsumer<List<RawRecord>, PostParser> visitor) {
        if (!isKept(file)) {
            return withHeader(emptied(file));
        }
        return layout.map(known -> keptPosts(file, known, visitor)).orElseGet(() -> RecordWriter.leavingAlone(file));
    }

    private RecordWriter keptPosts(OutputFile file, Layout known, BiConsumer<List<RawRecord>, PostParser> visitor) {
        boolean empty = mend(file, known.format(), new Recovered(file.file(), known, visitor));
        RecordWriter writer = RecordWriter.toFile(file, options.fsync());
        return empty ? withHeader(writer) : writer;
    }

    private RecordWriter rejects(OutputFile file) {
        if (!isKept(file)) {
            return emptied(file);
        }
        if (layout.isEmpty()) {
            return RecordWriter.leavingAlone(file);
        }
        mend(file, Format.JSONL, records -> {});
        return RecordWriter.toFile(file, options.fsync());
    }

    private boolean isKept(OutputFile file) {
        return options.append() && !file.isNew();
    }

    private RecordWriter emptied(OutputFile file) {
        file.empty();
        return RecordWriter.toFile(file, options.fsync());
    }

    /** Returns whether the file holds no record. */
    private boolean mend(OutputFile file, Format format, Consumer<List<RawRecord>> visitor) {
        return new Reopening(file, format, reading.maxRecordBytes(), console).run(visitor);
    }

    private RecordWriter withHeader(RecordWriter writer) {
        layout.flatMap(Layout::headerRow).ifPresent(writer::write);
        return writer;
    }

    /** Takes the header row off, which has to be that of the run. */
    private static final class Recovered implements Consumer<List<RawRecord>> {
        private final Path file;
        private final Layout layout;
        private final BiConsumer<List<RawRecord>, PostParser> visitor;
        private boolean started;

        Recovered(Path file, Layout layout, BiConsumer<List<RawRecord>, PostParser> visitor) {
            this.file = file;
            this.layout = layout;
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
                visitor.accept(posts, layout.parser());
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
