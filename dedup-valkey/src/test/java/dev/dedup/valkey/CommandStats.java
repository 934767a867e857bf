// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import dev.dedup.testservers.ValkeyServer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How often servers have run each command, by their own count: also what a script has called. */
record CommandStats(List<ValkeyServer> servers) {
    private static final Pattern LINE = Pattern.compile("cmdstat_([^:]+):calls=(\\d+),");

    static CommandStats of(ValkeyServer server) {
        return new CommandStats(List.of(server));
    }

    long calls(String command) {
        return calls().getOrDefault(command, 0L);
    }

    Map<String, Long> calls() {
        Map<String, Long> calls = new LinkedHashMap<>();
        for (ValkeyServer server : servers) {
            Matcher line = LINE.matcher(String.valueOf(server.command("INFO", "commandstats")));
            while (line.find()) {
                calls.merge(line.group(1), Long.parseLong(line.group(2)), Long::sum);
            }
        }
        return calls;
    }

    void reset() {
        servers.forEach(server -> server.command("CONFIG", "RESETSTAT"));
    }
}
