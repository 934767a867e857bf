// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.util.Locale;
import java.util.Optional;

/** How posts are written down. */
enum Format {
    /** One JSON object a line. */
    JSONL(new LineScanner()),
    /** Comma-separated values after RFC 4180, with a header row. */
    CSV(new CsvScanner());

    private final RecordScanner scanner;

    Format(RecordScanner scanner) {
        this.scanner = scanner;
    }

    /** Returns the way to tell records apart, which keeps no state. */
    RecordScanner scanner() {
        return scanner;
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

    /** Says whether a file's name tells that it is compressed. */
    static boolean isGzip(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".gz");
    }

    private static String withoutGzip(String name) {
        return isGzip(name) ? name.substring(0, name.length() - ".gz".length()) : name;
    }
}
