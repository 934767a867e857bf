// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The first row of a CSV file: the names of its columns, and its bytes as they stand there. */
final class CsvHeader {
    private final RawRecord row;
    private final List<String> names;

    private CsvHeader(RawRecord row, List<String> names) {
        this.row = row;
        this.names = names;
    }

    /**
     * Reads a header.
     *
     * @throws MalformedRecordException if it is not UTF-8, or quoted wrongly
     */
    static CsvHeader of(RawRecord row) throws MalformedRecordException {
        new StrictUtf8().require(row);
        return new CsvHeader(row.detached(), CsvFields.of(text(row)));
    }

    static String text(RawRecord row) {
        return new String(row.buffer(), row.offset(), row.length(), StandardCharsets.UTF_8);
    }

    RawRecord row() {
        return row;
    }

    List<String> names() {
        return names;
    }

    /** Says whether a column is there, once. */
    boolean has(String name) {
        return names.indexOf(name) >= 0 && names.indexOf(name) == names.lastIndexOf(name);
    }
}
