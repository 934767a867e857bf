// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A server program of this machine. */
record LocalBinary(Path program, String name, String version, String origin) implements ValkeyInstallation {
    /** SET with both NX and GET came with Redis 7.0; Valkey began at 7.2. */
    static final int LOWEST_MAJOR_VERSION = 7;

    private static final Pattern VERSION = Pattern.compile("(Valkey|Redis) server v=(\\d+\\.\\d+\\.\\d+)");

    /** Asks the program for its name and version. */
    static LocalBinary ask(Path program, String origin) {
        Matcher answer = Commands.version(program, VERSION, "\"Valkey server v=...\" or \"Redis server v=...\"");
        return new LocalBinary(program, answer.group(1).toLowerCase(Locale.ROOT) + "-server", answer.group(2), origin);
    }

    boolean isNewEnough() {
        return Integer.parseInt(version.substring(0, version.indexOf('.'))) >= LOWEST_MAJOR_VERSION;
    }

    @Override
    public String description() {
        return name + " " + version + " (" + origin + ")";
    }

    @Override
    public ServerProcess process(TestDirectory directory, List<String> arguments) {
        var words =
                Stream.concat(Stream.of(program.toString()), arguments.stream()).toList();
        return new LocalProcess(new LocalCommand(name, words, "TERM", "KILL", () -> {}), directory);
    }
}
