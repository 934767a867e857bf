// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import dev.dedup.spi.Verdict;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Shows a comparison, as tables or as JSON.
 *
 * @param comparison what was compared
 * @param read how many records were read
 * @param rejected how many of them are no posts
 * @param batchSize how many posts went to a store at once
 * @param outlastedRetention whether claims may have lapsed while the run still met their posts
 * @param interrupted whether a signal ended the run
 * @param failure what else ended it early, or kept an input from being read to its end, or null
 */
record ComparisonReport(
        Comparison comparison,
        long read,
        long rejected,
        int batchSize,
        boolean outlastedRetention,
        boolean interrupted,
        @Nullable RunException failure) {
    private static final List<Column> COLUMNS = List.of(
            new Column("unique", false, store -> count(store.count(Verdict.CLAIMED))),
            new Column("duplicate", false, store -> count(store.count(Verdict.DUPLICATE))),
            new Column("in flight", true, store -> count(store.count(Verdict.IN_FLIGHT))),
            new Column("lost", true, store -> count(store.lost())),
            new Column("repeated", true, store -> count(store.repeated())),
            new Column("calls", false, store -> count(store.times().calls())),
            new Column("posts/s", false, store -> number("%,.0f", store.postsPerSecond())),
            new Column("p50 ms", false, store -> millis(store, 50)),
            new Column("p90 ms", false, store -> millis(store, 90)),
            new Column("p99 ms", false, store -> millis(store, 99)),
            new Column("max ms", false, store -> millis(store, 100)));

    /**
     * A column of the stores' table.
     *
     * @param isOmitted whether it is left out where it would show nothing but zeros
     * @param cell what it shows of a store
     */
    private record Column(String head, boolean isOmitted, Function<Contender, String> cell) {
        boolean isIn(List<Contender> stores) {
            return !isOmitted || stores.stream().map(cell).anyMatch(shown -> !shown.equals("0"));
        }
    }

    /** Returns the tables. */
    String text() {
        StringBuilder text = new StringBuilder();
        line(text, "read", read);
        line(text, "rejected", rejected);
        line(text, "compared", comparison.compared());
        line(text, "differing", comparison.differing());
        line(text, "batch size", batchSize);
        text.append('\n').append(stores());
        if (comparison.differing() > 0) {
            text.append("\nThe first posts that differ, what they should be, and what each store says:\n")
                    .append(differences());
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String name, long count) {
        text.append(String.format(Locale.ROOT, "%-10s %,15d\n", name, count));
    }

    private TextTable stores() {
        List<Contender> stores = comparison.contenders();
        List<Column> columns =
                COLUMNS.stream().filter(column -> column.isIn(stores)).toList();
        List<String> head = new ArrayList<>(List.of("", "store"));
        columns.forEach(column -> head.add(column.head()));
        TextTable table = new TextTable(2, head);
        for (int i = 0; i < stores.size(); i++) {
            Contender store = stores.get(i);
            List<String> row = new ArrayList<>(List.of(String.valueOf(i + 1), store.name()));
            columns.forEach(column -> row.add(column.cell().apply(store)));
            table.add(row);
        }
        return table;
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String millis(Contender store, int percent) {
        return number("%,.3f", store.times().millis(percent));
    }

    private static String number(String format, OptionalDouble number) {
        return number.isPresent() ? String.format(Locale.ROOT, format, number.getAsDouble()) : "–";
    }

    private TextTable differences() {
        List<String> head = new ArrayList<>(List.of("post", "fingerprint", "should be"));
        for (int i = 1; i <= comparison.contenders().size(); i++) {
            head.add("store " + i);
        }
        TextTable table = new TextTable(head.size(), head);
        for (Judgement difference : comparison.firstDifferences()) {
            table.add(row(difference));
        }
        return table;
    }

    private static List<String> row(Judgement difference) {
        Sighting post = difference.post();
        List<String> row = new ArrayList<>(
                List.of(post.file() + ":" + post.line(), post.fingerprint().toString(), name(difference.expected())));
        difference.verdicts().forEach(verdict -> row.add(name(verdict)));
        return row;
    }

    /** The words of the tables: a claimed post is the unique one. */
    private static String name(Verdict verdict) {
        return verdict == Verdict.CLAIMED ? "unique" : verdict.name().toLowerCase(Locale.ROOT);
    }

    /** Returns one JSON object, without a line feed. */
    String json(int exitCode) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            writeHead(json);
            json.writeArrayPropertyStart("stores");
            comparison.contenders().forEach(store -> write(json, store));
            json.writeEndArray();
            json.writeArrayPropertyStart("first_differing");
            comparison.firstDifferences().forEach(difference -> write(json, difference));
            json.writeEndArray();
            json.writeBooleanProperty("outlasted_retention", outlastedRetention);
            json.writeBooleanProperty("interrupted", interrupted);
            writeFailure(json);
            writeExitStatus(json, exitCode);
            json.writeEndObject();
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private void writeHead(JsonGenerator json) {
        json.writeNumberProperty("read", read);
        json.writeNumberProperty("rejected", rejected);
        json.writeNumberProperty("compared", comparison.compared());
        json.writeNumberProperty("differing", comparison.differing());
        json.writeNumberProperty("batch_size", batchSize);
    }

    /** Of a run that a signal ends, the signal decides it, and does not tell. */
    private void writeExitStatus(JsonGenerator json, int exitCode) {
        if (interrupted) {
            json.writeNullProperty("exit_status");
        } else {
            json.writeNumberProperty("exit_status", exitCode);
        }
    }

    private void writeFailure(JsonGenerator json) {
        if (failure == null) {
            json.writeNullProperty("failure");
            return;
        }
        json.writeObjectPropertyStart("failure");
        json.writeStringProperty("store", failure.store());
        json.writeStringProperty("reason", failure.text());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Contender store) {
        json.writeStartObject();
        json.writeStringProperty("store", store.name());
        json.writeNumberProperty("unique", store.count(Verdict.CLAIMED));
        json.writeNumberProperty("duplicate", store.count(Verdict.DUPLICATE));
        json.writeNumberProperty("in_flight", store.count(Verdict.IN_FLIGHT));
        json.writeNumberProperty("lost", store.lost());
        json.writeNumberProperty("repeated", store.repeated());
        json.writeNumberProperty("calls", store.times().calls());
        json.writeNumberProperty("seconds", store.times().seconds());
        write(json, "posts_per_second", store.postsPerSecond());
        json.writeObjectPropertyStart("latency_ms");
        write(json, "p50", store.times().millis(50));
        write(json, "p90", store.times().millis(90));
        write(json, "p99", store.times().millis(99));
        write(json, "max", store.times().millis(100));
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, OptionalDouble number) {
        if (number.isPresent()) {
            json.writeNumberProperty(name, number.getAsDouble());
        } else {
            json.writeNullProperty(name);
        }
    }

    private static void write(JsonGenerator json, Judgement difference) {
        json.writeStartObject();
        json.writeStringProperty("file", difference.post().file());
        json.writeNumberProperty("line", difference.post().line());
        json.writeStringProperty("fingerprint", difference.post().fingerprint().toString());
        json.writeStringProperty("expected", name(difference.expected()));
        json.writeArrayPropertyStart("verdicts");
        difference.verdicts().forEach(verdict -> json.writeString(name(verdict)));
        json.writeEndArray();
        json.writeEndObject();
    }
}
