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
final class CommandStats {
    private static final Pattern LINE = Pattern.compile("cmdstat_([^:]+):calls=(\\d+),");

    private final List<ValkeyServer> servers;
    private int asked;

    CommandStats(List<ValkeyServer> servers) {
        this.servers = servers;
    }

    static CommandStats of(ValkeyServer server) {
        return new CommandStats(List.of(server));
    }

    long calls(String command) {
        return calls().getOrDefault(command, 0L);
    }

    /** What others than this have called since the last reset, which must have been. */
    Map<String, Long> calls() {
        Map<String, Long> calls = ownCalls();
        asked++;
        for (ValkeyServer server : servers) {
            Matcher line = LINE.matcher(String.valueOf(server.command("INFO", "commandstats")));
            while (line.find()) {
                calls.merge(line.group(1), Long.parseLong(line.group(2)), Long::sum);
            }
        }
        calls.values().removeIf(number -> number == 0);
        return calls;
    }

    /** The reset, and of every question a login and an INFO, which a server counts when it has answered. */
    private Map<String, Long> ownCalls() {
        long count = servers.size();
        Map<String, Long> calls = new LinkedHashMap<>();
        calls.put("config|resetstat", -count);
        calls.put("auth", -count * (asked + 1));
        calls.put("info", -count * asked);
        return calls;
    }

    void reset() {
        asked = 0;
        servers.forEach(server -> server.command("CONFIG", "RESETSTAT"));
    }
}
