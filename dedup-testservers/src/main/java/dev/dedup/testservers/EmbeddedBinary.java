// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The redis-server that {@code org.signal:embedded-redis} carries for the usual systems. */
final class EmbeddedBinary {
    private static final String VERSION = "7.0.15";

    private EmbeddedBinary() {}

    /** Unpacks the program for this system. */
    static LocalBinary unpack() {
        Path program = TestDirectory.create().resolve("redis-server");
        copy("/redis-server-" + VERSION + "-" + system() + "-" + processor(), program);
        return LocalBinary.ask(program, "embedded, from Maven Central");
    }

    private static void copy(String resource, Path program) {
        try (var content = EmbeddedBinary.class.getResourceAsStream(resource)) {
            if (content == null) {
                throw new IllegalStateException("embedded-redis carries no " + resource.substring(1)
                        + "; install valkey-server, or start Docker");
            }
            Files.copy(content, program);
            if (!program.toFile().setExecutable(true)) {
                throw new IllegalStateException("the embedded redis-server could not be made executable");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded redis-server was not unpacked: " + e.getMessage(), e);
        }
    }

    private static String system() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return name.startsWith("mac") ? "darwin" : name;
    }

    private static String processor() {
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> "amd64";
            case "aarch64", "arm64" -> "arm64";
            default -> System.getProperty("os.arch");
        };
    }
}
