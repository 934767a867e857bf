// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import dev.dedup.tweet.Tweet;
import dev.dedup.tweet.TweetIdentity.Explanation;
import java.io.ByteArrayOutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** One run of {@code dedup explain}. */
final class ExplainRun {
    private final JsonFactory factory = new JsonFactory();
    private final Streams streams;
    private final InputOptions options;
    private final boolean json;
    private final Console console;
    private int exitCode = ExitCode.OK;

    ExplainRun(Streams streams, InputOptions options, boolean json) {
        this.streams = streams;
        this.options = options;
        this.json = json;
        this.console = new Console(streams.err());
    }

    /**
     * Runs.
     *
     * @return the exit status
     * @throws RunException if the first input is unusable, or nobody reads the output
     */
    int run() {
        List<Input> inputs = options.inputs(streams.in());
        options.check(inputs);
        RecordWriter out = RecordWriter.toStream("(standard output)", streams.out());
        try (PostFiles<byte[]> files = PostFiles.open(inputs, options.reading(), this::explain)) {
            Supplier<ParsedChunk<byte[]>> chunk = files.next();
            while (chunk != null) {
                write(chunk.get(), out);
                chunk = files.next();
            }
        }
        return exitCode;
    }

    private void write(ParsedChunk<byte[]> chunk, RecordWriter out) {
        for (byte[] text : chunk.posts()) {
            out.write(text, 0, text.length);
        }
        out.flush();
        for (Reject reject : chunk.rejects()) {
            console.note(reject.message());
            exitCode = Math.max(exitCode, ExitCode.REJECTED);
        }
        if (!chunk.failure().isEmpty()) {
            console.note(chunk.failure());
            exitCode = ExitCode.FILES;
        }
    }

    private byte[] explain(RawRecord record, Tweet tweet) {
        Explanation explanation = options.identity().explain(tweet);
        return json ? object(explanation) : text(record, explanation).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] object(Explanation explanation) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = factory.createGenerator(ObjectWriteContext.empty(), bytes)) {
            out.writeStartObject();
            out.writeStringProperty("scheme", explanation.scheme());
            out.writeObjectPropertyStart("normalized");
            explanation.normalized().forEach((name, text) -> out.writeStringProperty(name, wellFormed(text)));
            out.writeEndObject();
            out.writeStringProperty("fingerprint", explanation.fingerprint().toString());
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private String text(RawRecord record, Explanation explanation) {
        StringBuilder text = new StringBuilder();
        text.append(record.file()).append(':').append(record.line()).append('\n');
        line(text, "scheme", explanation.scheme());
        for (Map.Entry<String, String> field : explanation.normalized().entrySet()) {
            line(text, field.getKey(), quoted(field.getValue()));
        }
        line(text, "fingerprint", explanation.fingerprint().toString());
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format("  %-12s %s\n", name, value));
    }

    /** JSON can escape half a surrogate pair, UTF-8 cannot hold one; it is shown, and hashed, as U+FFFD. */
    private static String wellFormed(String text) {
        int[] codePoints = text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                .toArray();
        return new String(codePoints, 0, codePoints.length);
    }

    /** As a JSON string, so that white space and control characters can be seen. */
    private String quoted(String value) {
        StringWriter quoted = new StringWriter();
        try (JsonGenerator out = factory.createGenerator(ObjectWriteContext.empty(), quoted)) {
            out.writeString(wellFormed(value));
        }
        return quoted.toString();
    }
}
