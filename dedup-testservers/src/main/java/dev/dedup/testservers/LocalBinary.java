// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
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
        String answer = versionAnswer(program);
        Matcher matcher = VERSION.matcher(answer);
        if (!matcher.find()) {
            throw new IllegalStateException(program.getFileName() + " --version answered \"" + answer.strip()
                    + "\" instead of \"Valkey server v=...\" or \"Redis server v=...\"; take another off the PATH");
        }
        return new LocalBinary(
                program, matcher.group(1).toLowerCase(Locale.ROOT) + "-server", matcher.group(2), origin);
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
        return new LocalProcess(
                Stream.concat(Stream.of(program.toString()), arguments.stream()).toList(), directory);
    }

    private static String versionAnswer(Path program) {
        try {
            var process = new ProcessBuilder(program.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            try (var output = process.getInputStream()) {
                return new String(output.readAllBytes(), UTF_8);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(program.getFileName() + " could not be run: " + e.getMessage(), e);
        }
    }
}
