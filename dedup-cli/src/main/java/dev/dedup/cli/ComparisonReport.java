// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import dev.dedup.spi.Verdict;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
 */
record ComparisonReport(Comparison comparison, long read, long rejected, int batchSize, boolean outlastedRetention) {
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
            text.append("\nThe first posts that differ, and what each store says:\n")
                    .append(differences());
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String name, long count) {
        text.append(String.format(Locale.ROOT, "%-10s %,15d\n", name, count));
    }

    private TextTable stores() {
        TextTable table = new TextTable(
                2, List.of("", "store", "unique", "duplicate", "posts/s", "p50 ms", "p90 ms", "p99 ms", "max ms"));
        for (int i = 0; i < comparison.contenders().size(); i++) {
            table.add(row(i + 1, comparison.contenders().get(i)));
        }
        return table;
    }

    private static List<String> row(int number, Contender store) {
        return List.of(
                String.valueOf(number),
                store.name(),
                String.format(Locale.ROOT, "%,d", store.count(Verdict.CLAIMED)),
                String.format(Locale.ROOT, "%,d", store.count(Verdict.DUPLICATE)),
                String.format(Locale.ROOT, "%,.0f", store.postsPerSecond()),
                millis(store, 50),
                millis(store, 90),
                millis(store, 99),
                millis(store, 100));
    }

    private static String millis(Contender store, double percent) {
        return String.format(Locale.ROOT, "%,.3f", store.latency(percent));
    }

    private TextTable differences() {
        List<String> head = new ArrayList<>(List.of("post", "fingerprint"));
        for (int i = 1; i <= comparison.contenders().size(); i++) {
            head.add("store " + i);
        }
        TextTable table = new TextTable(head.size(), head);
        for (Difference difference : comparison.firstDifferences()) {
            table.add(row(difference));
        }
        return table;
    }

    private static List<String> row(Difference difference) {
        Sighting post = difference.post();
        List<String> row = new ArrayList<>(
                List.of(post.file() + ":" + post.line(), post.fingerprint().toString()));
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
            json.writeNumberProperty("read", read);
            json.writeNumberProperty("rejected", rejected);
            json.writeNumberProperty("compared", comparison.compared());
            json.writeNumberProperty("differing", comparison.differing());
            json.writeNumberProperty("batch_size", batchSize);
            json.writeArrayPropertyStart("stores");
            comparison.contenders().forEach(store -> write(json, store));
            json.writeEndArray();
            json.writeArrayPropertyStart("first_differing");
            comparison.firstDifferences().forEach(difference -> write(json, difference));
            json.writeEndArray();
            json.writeBooleanProperty("outlasted_retention", outlastedRetention);
            json.writeNumberProperty("exit_status", exitCode);
            json.writeEndObject();
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static void write(JsonGenerator json, Contender store) {
        json.writeStartObject();
        json.writeStringProperty("store", store.name());
        json.writeNumberProperty("unique", store.count(Verdict.CLAIMED));
        json.writeNumberProperty("duplicate", store.count(Verdict.DUPLICATE));
        json.writeNumberProperty("in_flight", store.count(Verdict.IN_FLIGHT));
        json.writeNumberProperty("calls", store.calls());
        json.writeNumberProperty("seconds", store.seconds());
        json.writeNumberProperty("posts_per_second", store.postsPerSecond());
        json.writeObjectPropertyStart("latency_ms");
        json.writeNumberProperty("p50", store.latency(50));
        json.writeNumberProperty("p90", store.latency(90));
        json.writeNumberProperty("p99", store.latency(99));
        json.writeNumberProperty("max", store.latency(100));
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Difference difference) {
        json.writeStartObject();
        json.writeStringProperty("file", difference.post().file());
        json.writeNumberProperty("line", difference.post().line());
        json.writeStringProperty("fingerprint", difference.post().fingerprint().toString());
        json.writeArrayPropertyStart("verdicts");
        difference.verdicts().forEach(verdict -> json.writeString(name(verdict)));
        json.writeEndArray();
        json.writeEndObject();
    }
}
