// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Programs of this machine that are run to their end. */
final class Commands {
    private Commands() {}

    /** Runs a program here, and returns what it wrote; one that cannot be run, or ends with another status than 0, fails. */
    static String run(String... command) {
        return runIn(new File("."), List.of(command));
    }

    static String runIn(File directory, List<String> command) {
        try {
            var process = new ProcessBuilder(command)
                    .directory(directory)
                    .redirectErrorStream(true)
                    .start();
            try (var output = process.getInputStream()) {
                return checked(command, new String(output.readAllBytes(), UTF_8), process.waitFor());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(command.get(0) + " could not be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw Interruption.of(e);
        }
    }

    /** Asks a program for its version. */
    static Matcher version(Path program, Pattern expected, String example) {
        String answer = run(program.toString(), "--version");
        Matcher matcher = expected.matcher(answer);
        if (!matcher.find()) {
            throw new IllegalStateException(program.getFileName() + " --version answered \"" + answer.strip()
                    + "\" instead of " + example + "; take another off the PATH");
        }
        return matcher;
    }

    private static String checked(List<String> command, String output, int status) {
        if (status != 0) {
            throw new IllegalStateException(
                    String.join(" ", command) + " ended with status " + status + ": " + output.strip());
        }
        return output;
    }
}
