// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tweet;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** One fingerprint that an independent implementation computed. */
record Vector(Map<String, String> fields) {
    static List<Vector> all() {
        try (InputStream file = Objects.requireNonNull(Vector.class.getResourceAsStream("/fingerprint-v1.json"));
                JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), file)) {
            List<Vector> vectors = new ArrayList<>();
            while (!"vectors".equals(parser.currentName())) {
                parser.nextToken();
            }
            parser.nextToken();
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                vectors.add(read(parser));
            }
            return vectors;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Vector read(JsonParser parser) {
        Map<String, String> fields = new HashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            fields.put(name, parser.getString());
        }
        return new Vector(fields);
    }

    String scheme() {
        return text("scheme");
    }

    String fingerprint() {
        return text("fingerprint");
    }

    String text(String field) {
        return Objects.requireNonNull(fields.get(field), field);
    }

    /** A tweet needs a handle; the format does not. */
    boolean hasBlankHandle() {
        return fields.getOrDefault("handle", "@x").isBlank();
    }

    Tweet tweet() {
        return Tweet.builder()
                .handle(fields.getOrDefault("handle", "@x"))
                .message(fields.getOrDefault("message", ""))
                .id(fields.get("id"))
                .build();
    }

    /** Short, and without the characters that a report cannot hold. */
    @Override
    public String toString() {
        return scheme() + " " + fingerprint();
    }
}
