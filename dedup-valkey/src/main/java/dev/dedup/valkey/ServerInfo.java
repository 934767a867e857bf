// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** What a server says of itself in answer to {@code INFO}: lines of a name, a colon and a value. */
record ServerInfo(Map<String, String> fields) {
    static ServerInfo parse(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        text.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1).trim());
            }
        });
        return new ServerInfo(fields);
    }

    String text(String name) {
        return fields.getOrDefault(name, "");
    }

    /** A whole number, or empty if the server does not say. */
    OptionalLong number(String name) {
        return parseNumber(text(name));
    }

    /** How far the replica that is furthest behind is, in bytes; empty if there is none. */
    OptionalLong replicationLag() {
        OptionalLong written = number("master_repl_offset");
        OptionalLong slowest = fields.entrySet().stream()
                .filter(field -> field.getKey().matches("slave\\d+"))
                .map(field -> replicaOffset(field.getValue()))
                .flatMapToLong(OptionalLong::stream)
                .min();
        return written.isPresent() && slowest.isPresent()
                ? OptionalLong.of(Math.max(0, written.getAsLong() - slowest.getAsLong()))
                : OptionalLong.empty();
    }

    /** A replica's line is a list of settings: {@code ip=…,port=…,state=online,offset=…,lag=…}. */
    private static OptionalLong replicaOffset(String replica) {
        for (String setting : replica.split(",", -1)) {
            if (setting.startsWith("offset=")) {
                return parseNumber(setting.substring("offset=".length()));
            }
        }
        return OptionalLong.empty();
    }

    private static OptionalLong parseNumber(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException notSaid) {
            return OptionalLong.empty();
        }
    }
}
