// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.identity;

import dev.dedup.tweet.Tweet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads posts, of which it needs handle and message, from files of flat JSON objects. */
final class JsonLines {
    private static final JsonFactory JSON = new JsonFactory();

    private JsonLines() {}

    static List<Tweet> readDirectory(Path directory) throws IOException {
        List<Tweet> tweets = new ArrayList<>();
        for (Path file : files(directory)) {
            readFile(file, tweets);
        }
        return tweets;
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            List<Path> files = all.filter(file -> file.toString().endsWith(".jsonl.gz"))
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new NoSuchFileException("no *.jsonl.gz file in it");
            }
            return files;
        }
    }

    private static void readFile(Path file, List<Tweet> into) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file));
                JsonParser parser = JSON.createParser(ObjectReadContext.empty(), in)) {
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                Map<String, String> members = members(parser);
                into.add(Tweet.of(members.getOrDefault("handle", ""), members.getOrDefault("message", "")));
            }
        }
    }

    private static Map<String, String> members(JsonParser parser) {
        Map<String, String> members = new HashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, parser.getString());
        }
        return members;
    }
}
