// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import dev.dedup.tweet.Tweet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the few columns of a CSV record that a post needs. */
final class CsvPostParser implements PostParser {
    private static final int ABSENT = -1;

    private final FieldNames names;
    private final int columns;
    private final int handle;
    private final int message;
    private final int id;

    /**
     * Makes a parser for the files that have this header.
     *
     * @throws MalformedRecordException if a column that is needed is missing, or there twice
     */
    CsvPostParser(CsvHeader header, FieldNames names) throws MalformedRecordException {
        this.names = names;
        this.columns = header.names().size();
        this.handle = required(header, names.handle(), "--handle");
        this.message = required(header, names.message(), "--message");
        this.id = idColumn(header, names);
    }

    @Override
    public Tweet parse(RawRecord record) throws MalformedRecordException {
        List<String> fields = CsvFields.of(CsvHeader.text(record));
        if (fields.size() != columns) {
            throw new MalformedRecordException(
                    "has " + fields.size() + " fields, but the header row has " + columns + "; is a comma not quoted?");
        }
        return names.tweet(fields.get(handle), fields.get(message), id(fields));
    }

    private @Nullable String id(List<String> fields) {
        return id == ABSENT ? null : fields.get(id);
    }

    private static int idColumn(CsvHeader header, FieldNames names) throws MalformedRecordException {
        return switch (names.use()) {
            case NONE -> ABSENT;
            case OPTIONAL -> header.names().indexOf(names.id());
            case REQUIRED -> required(header, names.id(), "--id");
        };
    }

    private static int required(CsvHeader header, String name, String option) throws MalformedRecordException {
        if (!header.has(name)) {
            throw new MalformedRecordException("the header row " + header.shown()
                    + " does not have exactly one column '" + name + "'; name the right one with " + option);
        }
        return header.names().indexOf(name);
    }
}
