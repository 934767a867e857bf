// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes rejected records to a file of JSON Lines, or tells the first of them to the user, without their text. For one thread. */
final class RejectWriter {
    private static final int TOLD = 5;

    private final JsonFactory json = new JsonFactory();
    private final StrictUtf8 utf8 = new StrictUtf8();
    private final @Nullable RecordWriter file;
    private final Console console;
    private long count;

    RejectWriter(@Nullable RecordWriter file, Console console) {
        this.file = file;
        this.console = console;
    }

    void write(Reject reject) {
        count++;
        if (file != null) {
            byte[] line = line(reject);
            file.write(line, 0, line.length);
        } else if (count <= TOLD) {
            console.note(reject.message());
        } else if (count == TOLD + 1) {
            console.note("more records are rejected; filter's --rejects FILE keeps them all, each with its reason");
        }
    }

    void flush() {
        if (file != null) {
            file.flush();
        }
    }

    /** A record that is not UTF-8 cannot stand in JSON as it is; base64 keeps all its bytes. */
    private byte[] line(Reject reject) {
        RawRecord record = reject.record();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = json.createGenerator(ObjectWriteContext.empty(), bytes)) {
            out.writeStartObject();
            out.writeStringProperty("file", record.file());
            out.writeNumberProperty("line", record.line());
            out.writeStringProperty("reason", reject.reason());
            if (record.fault() != null) {
                out.writeNullProperty("record");
            } else if (utf8.firstInvalid(record.buffer(), record.offset(), record.length()) < 0) {
                out.writeStringProperty("record", new String(record.bytes(), StandardCharsets.UTF_8));
            } else {
                out.writeBinaryProperty("record_base64", record.bytes());
            }
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }
}
