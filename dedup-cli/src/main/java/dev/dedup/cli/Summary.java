// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/** Reports what a run did, to its user and as JSON. */
final class Summary {
    private final Tally tally;
    private final double seconds;

    Summary(Tally tally, long nanos) {
        this.tally = tally;
        this.seconds = nanos / 1e9;
    }

    /**
     * Empties the file when a run begins, so that however the run ends, nobody takes an earlier run's counts for its own. A pipe
     * would take this for the end.
     *
     * @throws RunException if the file cannot be written
     */
    static void begin(Path file) {
        if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
            return;
        }
        try {
            Files.newOutputStream(file).close();
        } catch (IOException e) {
            throw RunException.usage(file + ": cannot be written: " + Failures.reason(e) + "; choose another file");
        }
    }

    void print(Console console) {
        line(console, "read", tally.read());
        line(console, "unique", tally.unique());
        line(console, "duplicate", tally.duplicate());
        line(console, "rejected", tally.rejected());
        optional(console, "unsettled", tally.unsettled());
        optional(console, "in output", tally.recovered());
        optional(console, "repeated?", tally.repeated());
        console.print(String.format(
                Locale.ROOT, "%-10s %,15.0f posts/s, %.2f s", "rate", tally.read() / Math.max(seconds, 1e-9), seconds));
    }

    /**
     * Writes one JSON object.
     *
     * @throws RunException if the file cannot be written
     */
    void write(Path file, int exitCode) {
        try (OutputStream out = Files.newOutputStream(file)) {
            try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), out)) {
                json.writeStartObject();
                json.writeNumberProperty("read", tally.read());
                json.writeNumberProperty("unique", tally.unique());
                json.writeNumberProperty("duplicate", tally.duplicate());
                json.writeNumberProperty("rejected", tally.rejected());
                json.writeNumberProperty("unsettled", tally.unsettled());
                json.writeNumberProperty("in_output_before", tally.recovered());
                json.writeNumberProperty("repeated", tally.repeated());
                json.writeNumberProperty("elapsed_seconds", seconds);
                json.writeNumberProperty("exit_status", exitCode);
                json.writeEndObject();
                json.writeRaw('\n');
            }
        } catch (IOException e) {
            throw failed(file, e);
        } catch (JacksonIOException e) {
            throw failed(file, Objects.requireNonNull(e.getCause(), "it wraps the cause"));
        }
    }

    private static RunException failed(Path file, IOException cause) {
        return RunException.files(file + ": the summary cannot be written: " + Failures.reason(cause), cause);
    }

    private static void optional(Console console, String name, long count) {
        if (count > 0) {
            line(console, name, count);
        }
    }

    private static void line(Console console, String name, long count) {
        console.print(String.format(Locale.ROOT, "%-10s %,15d", name, count));
    }
}
