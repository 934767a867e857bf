// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A place to read posts from: a file, or standard input. */
final class Input {
    private final String name;
    private final @Nullable Path path;
    private final InputStream standardInput;
    private final AtomicLong bytesRead = new AtomicLong();

    private Input(String name, @Nullable Path path, InputStream standardInput) {
        this.name = name;
        this.path = path;
        this.standardInput = standardInput;
    }

    /** Returns the input of an argument: a file, or standard input for {@code -}. */
    static Input of(String argument, InputStream standardInput) {
        if (argument.equals("-")) {
            return new Input("(standard input)", null, standardInput);
        }
        return new Input(argument, Path.of(argument), standardInput);
    }

    String name() {
        return name;
    }

    Optional<Path> path() {
        return Optional.ofNullable(path);
    }

    Optional<Format> formatByName() {
        return path == null ? Optional.empty() : Format.ofName(name);
    }

    /** Refuses what cannot be read at all, before anything is done. */
    void check() {
        if (path == null) {
            return;
        }
        if (!Files.exists(path)) {
            throw RunException.usage(name + ": there is no such file; check the name");
        }
        if (Files.isDirectory(path)) {
            throw RunException.usage(name + ": is a directory; name the files in it, as in " + name + "/*.jsonl");
        }
        if (!Files.isReadable(path)) {
            throw RunException.usage(name + ": may not be read; check its permissions");
        }
    }

    /** Opens the input, unpacked if its name says that it is packed. */
    InputStream open() throws IOException {
        if (path == null) {
            return counted(standardInput);
        }
        InputStream packed = counted(Files.newInputStream(path));
        return Format.isGzip(name) ? new GzipMembers(packed) : packed;
    }

    /** Returns how many bytes there are to read, packed, or 0 if that is not known. */
    long size() {
        try {
            return path != null && Files.isRegularFile(path) ? Files.size(path) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    /** Returns how many bytes were read, packed. Thread-safe. */
    long bytesRead() {
        return bytesRead.get();
    }

    private InputStream counted(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int read = super.read(bytes, offset, length);
                bytesRead.addAndGet(Math.max(read, 0));
                return read;
            }

            @Override
            public void close() throws IOException {
                if (path != null) {
                    super.close();
                }
            }
        };
    }
}
