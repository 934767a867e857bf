// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the records of a run are laid out: their format, and of CSV the header row, the same in all its files. */
final class Layout {
    private final Format format;
    private final PostParser parser;
    private final @Nullable CsvHeader header;

    private Layout(Format format, PostParser parser, @Nullable CsvHeader header) {
        this.format = format;
        this.parser = parser;
        this.header = header;
    }

    static Layout jsonLines(FieldNames names) {
        return new Layout(Format.JSONL, new JsonPostParser(names), null);
    }

    /**
     * Returns the layout of the files with a header row.
     *
     * @throws MalformedRecordException if the header lacks a column
     */
    static Layout csv(CsvHeader header, FieldNames names) throws MalformedRecordException {
        return new Layout(Format.CSV, new CsvPostParser(header, names), header);
    }

    Format format() {
        return format;
    }

    /** Returns what every file in this layout begins with. */
    Optional<RawRecord> headerRow() {
        return Optional.ofNullable(header).map(CsvHeader::row);
    }

    /** Returns the parser of records in this layout, for any number of threads. */
    PostParser parser() {
        return parser;
    }

    /**
     * Checks that another file can be put beside those of this layout.
     *
     * @throws MalformedRecordException if it cannot
     */
    void requireSame(Layout other) throws MalformedRecordException {
        if (other.format != format) {
            throw new MalformedRecordException("the file is " + other.format + ", but the run is " + format
                    + "; filter the two in runs of their own");
        }
        requireSame(other.columns());
    }

    /**
     * Checks that a file with these columns can be put beside those of this layout.
     *
     * @throws MalformedRecordException if it cannot
     */
    void requireSame(List<String> columns) throws MalformedRecordException {
        if (!columns.equals(columns())) {
            throw new MalformedRecordException(
                    "the header row " + CsvHeader.shown(columns) + " is not that of the run, "
                            + CsvHeader.shown(columns()) + "; filter files of different columns in runs of their own");
        }
    }

    private List<String> columns() {
        return header == null ? List.of() : header.names();
    }
}
