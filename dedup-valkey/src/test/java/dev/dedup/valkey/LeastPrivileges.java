// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import dev.dedup.testservers.ValkeyServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A user who may do what a store needs, and no more. */
final class LeastPrivileges {
    static final String USER = "dedup";
    static final String PASSWORD = "p@ss/word:1";

    /** The password as a URL has it. */
    static final String LOGIN = USER + ":p%40ss%2Fword%3A1@";

    /** What claims need, as documented; {@code hello}, {@code auth} and {@code quit} need no rule. */
    static final List<String> DOCUMENTED =
            List.of("+set", "+get", "+del", "+pexpiretime", "+pttl", "+eval", "+evalsha", "+info", "+client|setinfo");

    /** Those of them that the server at hand knows. */
    static final List<String> COMMANDS = known(DOCUMENTED);

    /** What a cluster needs beside them. */
    static final List<String> CLUSTER_COMMANDS = List.of("+cluster|nodes", "+cluster|myid", "+client|setname");

    private LeastPrivileges() {}

    /** The user's rules on a single server. */
    static String[] rules() {
        return rules(COMMANDS);
    }

    /** The user's rules on a cluster. */
    static String[] clusterRules() {
        List<String> commands = new ArrayList<>(COMMANDS);
        commands.addAll(CLUSTER_COMMANDS);
        return rules(commands);
    }

    static String[] rules(List<String> commands) {
        List<String> rules = new ArrayList<>(List.of("reset", "on", ">" + PASSWORD, "~d:*"));
        rules.addAll(commands);
        return rules.toArray(String[]::new);
    }

    /** The rules whose commands the server at hand has: Redis 7.0 has no {@code CLIENT SETINFO}, and refuses a rule for it. */
    private static List<String> known(List<String> rules) {
        try (ValkeyServer server = ValkeyServer.started()) {
            return rules.stream()
                    .filter(rule -> isKnown(server, rule.substring(1)))
                    .toList();
        }
    }

    private static boolean isKnown(ValkeyServer server, String command) {
        List<?> found = (List<?>) Objects.requireNonNull(server.command("COMMAND", "INFO", command));
        return found.get(0) != null;
    }

    /** What the servers have refused to anybody: commands and keys. */
    static Stream<String> refusals(List<ValkeyServer> servers) {
        return servers.stream()
                .flatMap(server -> ((List<?>) Objects.requireNonNull(server.command("ACL", "LOG"))).stream())
                .map(LeastPrivileges::object);
    }

    /** Forgets the refusals. */
    static void reset(List<ValkeyServer> servers) {
        servers.forEach(server -> server.command("ACL", "LOG", "RESET"));
    }

    private static String object(Object refusal) {
        List<?> fields = (List<?>) refusal;
        return String.valueOf(fields.get(fields.indexOf("object") + 1));
    }
}
