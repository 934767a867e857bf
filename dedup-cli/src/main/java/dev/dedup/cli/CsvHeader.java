// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** The first row of a CSV file: the names of its columns, and its bytes as they stand there. */
final class CsvHeader {
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.-]{0,39}");

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

    /** Returns the names for a message. Where the header row was forgotten they are a post, whose text is nobody's business. */
    List<String> shown() {
        return shown(names);
    }

    /** Returns names for a message, as {@link #shown()} does. */
    static List<String> shown(List<String> names) {
        return names.stream()
                .map(name -> NAME.matcher(name).matches() ? name : "(a text of " + name.length() + " characters)")
                .toList();
    }

    /** Says whether a column is there, once. */
    boolean has(String name) {
        return names.indexOf(name) >= 0 && names.indexOf(name) == names.lastIndexOf(name);
    }
}
