// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import static java.util.Comparator.reverseOrder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    @Override
    public void close() {
        Leftovers.remove(atExit);
        delete();
    }

    private void delete() {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(path + " could not be deleted: " + e.getMessage(), e);
        }
    }
}
