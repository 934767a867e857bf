// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.identity;

import dev.dedup.tweet.Tweet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** The posts that the benchmarks run over, the same in every run. */
final class Posts {
    private static final int MADE = 1000;
    private static final long SEED = 20240613;

    private static final List<String> ASCII_WORDS = List.of(
            "the",
            "a",
            "to",
            "I",
            "you",
            "and",
            "Breaking",
            "news",
            "today",
            "RT",
            "@someone",
            "#Hashtag",
            "http://t.co/AbC12xYz",
            "never",
            "again,",
            "really?",
            "LOL",
            "weather",
            "is",
            "not",
            "2016",
            "I'm",
            "watching",
            "this",
            "GREAT",
            "game!");

    private static final List<String> MIXED_WORDS = List.of(
            "Caf\u00E9",
            "\u00DCber",
            "na\u00EFve",
            "ma\u00F1ana",
            "hello",
            "RT",
            "\u041F\u0440\u0438\u0432\u0435\u0442",
            "\u041C\u041E\u0421\u041A\u0412\u0410",
            "\u043D\u043E\u0432\u043E\u0441\u0442\u0438",
            "\u039A\u039F\u03A3\u039C\u039F\u03A3",
            "\u03BA\u03B1\u03BB\u03B7\u03BC\u03AD\u03C1\u03B1",
            "\u6771\u4EAC",
            "\u3053\u3093\u306B\u3061\u306F",
            "\uC548\uB155",
            "\u0645\u0631\u062D\u0628\u0627",
            "\u0928\u092E\u0938\u094D\u0924\u0947",
            "\uD83D\uDE00",
            "\u2764\uFE0F",
            "\u00A0",
            "\u3000",
            "#\u041D\u043E\u0432\u043E\u0441\u0442\u0438");

    private Posts() {}

    static List<Tweet> named(String name, String data) {
        return switch (name) {
            case "ascii120" -> made(ASCII_WORDS, 120);
            case "mixed280" -> made(MIXED_WORDS, 280);
            case "real" -> real(data);
            default ->
                throw new IllegalArgumentException("Unknown posts \"" + name + "\": use ascii120, mixed280 or real");
        };
    }

    private static List<Tweet> made(List<String> words, int length) {
        Random random = new Random(SEED);
        return Stream.generate(() -> Tweet.of("@User" + random.nextInt(MADE), message(words, length, random)))
                .limit(MADE)
                .toList();
    }

    private static String message(List<String> words, int length, Random random) {
        StringBuilder message = new StringBuilder();
        while (message.length() < length) {
            message.append(words.get(random.nextInt(words.size()))).append(random.nextInt(10) == 0 ? "  " : " ");
        }
        boolean splitsPair = Character.isHighSurrogate(message.charAt(length - 1));
        message.setLength(length);
        if (splitsPair) {
            message.setCharAt(length - 1, '.');
        }
        return message.toString();
    }

    private static List<Tweet> real(String data) {
        if (data.isEmpty()) {
            throw new IllegalArgumentException(
                    "The posts \"real\" are read from *.jsonl.gz files with the members handle and"
                            + " message: name their directory with -p data=DIRECTORY, or leave these posts out with -p posts=ascii120,mixed280");
        }
        try {
            return JsonLines.readDirectory(Path.of(data));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read posts from the directory " + data + ": " + e.getMessage(), e);
        }
    }
}
