// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import static java.util.Comparator.reverseOrder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** A temporary directory that is deleted with all that is in it. */
final class TestDirectory implements AutoCloseable {
    private final Path path;
    private final AutoCloseable atExit = this::delete;

    private TestDirectory(Path path) {
        this.path = path;
        Leftovers.add(atExit);
    }

    static TestDirectory create() {
        try {
            return new TestDirectory(Files.createTempDirectory("dedup-test-"));
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary directory could be made: " + e.getMessage(), e);
        }
    }

    Path path() {
        return path;
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    void write(String name, String content) {
        try {
            Files.writeString(resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(resolve(name) + " could not be written: " + e.getMessage(), e);
        }
    }

    /** Writes a file that only its owner may read. */
    void writeSecret(String name, String content) {
        write(name, content);
        permit(resolve(name), "rw-------");
    }

    static void permit(Path file, String permissions) {
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " does not take " + permissions + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        Leftovers.remove(atExit);
        delete();
    }

    /** The directory and all that is in it, what holds before what is held. */
    List<Path> files() {
        return files(path);
    }

    static List<Path> files(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(directory + " could not be listed: " + e.getMessage(), e);
        }
    }

    private void delete() {
        if (Files.exists(path)) {
            files().stream().sorted(reverseOrder()).forEach(TestDirectory::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " could not be deleted: " + e.getMessage(), e);
        }
    }
}
