// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The text of a server's configuration file. */
final class ServerConfig {
    private final List<String> lines = new ArrayList<>();

    /** Adds a directive; the value of one given twice is the later. */
    ServerConfig with(String directive, Object... values) {
        lines.add(
                Arrays.stream(values).map(value -> quote(value.toString())).collect(joining(" ", directive + " ", "")));
        return this;
    }

    String text() {
        return String.join("\n", lines) + "\n";
    }

    private static String quote(String value) {
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "the value of a directive holds a control character; a line cannot carry it");
        }
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
