// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.util.ArrayList;
import java.util.List;

/** Takes the fields of one CSV record apart, after RFC 4180. */
final class CsvFields {
    private final String record;
    private final List<String> fields = new ArrayList<>();

    private CsvFields(String record) {
        this.record = record.endsWith("\r") ? record.substring(0, record.length() - 1) : record;
    }

    /**
     * Returns the fields of a record.
     *
     * @param record the record without its line feed
     * @return its fields, unquoted; at least one
     * @throws MalformedRecordException if a quote stands where it may not
     */
    static List<String> of(String record) throws MalformedRecordException {
        CsvFields split = new CsvFields(record);
        int next = split.field(0);
        while (next <= split.record.length()) {
            next = split.field(next);
        }
        return split.fields;
    }

    private int field(int from) throws MalformedRecordException {
        return record.startsWith("\"", from) ? quoted(from + 1) : plain(from);
    }

    private int plain(int from) throws MalformedRecordException {
        int comma = record.indexOf(',', from);
        int end = comma < 0 ? record.length() : comma;
        String field = record.substring(from, end);
        if (field.indexOf('"') >= 0) {
            throw malformed("has a quote inside a field that does not begin with one");
        }
        fields.add(field);
        return end + 1;
    }

    private int quoted(int from) throws MalformedRecordException {
        StringBuilder field = new StringBuilder();
        int start = from;
        int quote = quote(start);
        while (record.startsWith("\"", quote + 1)) {
            field.append(record, start, quote + 1);
            start = quote + 2;
            quote = quote(start);
        }
        int end = quote + 1;
        if (end < record.length() && record.charAt(end) != ',') {
            throw malformed("has text between a closing quote and the next comma");
        }
        fields.add(field.append(record, start, quote).toString());
        return end + 1;
    }

    private int quote(int from) throws MalformedRecordException {
        int quote = record.indexOf('"', from);
        if (quote < 0) {
            throw malformed("begins with a quote that is not closed, or not followed by a comma or a line end");
        }
        return quote;
    }

    private MalformedRecordException malformed(String problem) {
        return new MalformedRecordException(
                "field " + (fields.size() + 1) + " " + problem + "; quote the whole field and double the quotes in it");
    }
}
