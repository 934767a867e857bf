// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How posts are written down. */
enum Format {
    /** One JSON object a line. */
    JSONL,
    /** Comma-separated values after RFC 4180, with a header row. */
    CSV;

    /** Returns the way to tell records apart. */
    RecordScanner scanner() {
        return this == CSV ? new CsvScanner() : new LineScanner();
    }

    /** Returns the format that a file's name tells, gzip or not. */
    static Optional<Format> ofName(String name) {
        String plain = withoutGzip(name.toLowerCase(Locale.ROOT));
        if (plain.endsWith(".csv")) {
            return Optional.of(CSV);
        }
        boolean json = plain.endsWith(".jsonl") || plain.endsWith(".ndjson") || plain.endsWith(".json");
        return json ? Optional.of(JSONL) : Optional.empty();
    }

    /**
     * Returns the format of a file that does not tell it by its name: CSV if the first line is a header row with the columns that
     * a post needs, else JSON Lines.
     */
    static Format ofFirstLine(byte[] start, FieldNames names) {
        int end = LineFeeds.lineEnd(start, 0, start.length, true);
        String line = new String(start, 0, end, StandardCharsets.UTF_8);
        try {
            List<String> columns = CsvFields.of(line.startsWith("\uFEFF") ? line.substring(1) : line);
            return columns.contains(names.handle()) && columns.contains(names.message()) ? CSV : JSONL;
        } catch (MalformedRecordException e) {
            return JSONL;
        }
    }

    /** Says whether a file's name tells that it is compressed. */
    static boolean isGzip(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".gz");
    }

    private static String withoutGzip(String name) {
        return isGzip(name) ? name.substring(0, name.length() - ".gz".length()) : name;
    }
}
