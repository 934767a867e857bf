// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where records go. */
final class OutputOptions {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description =
                    "Write the first of each post here and not to standard output; packed if the name ends in .gz.")
    private @Nullable Path output;

    @Option(
            names = "--append",
            description = "Add to the files of an earlier run: first claim what --output holds, then write only what is"
                    + " new. So a run that was killed is taken up again.")
    private boolean append;

    @Option(names = "--force", description = "Replace the files of an earlier run.")
    private boolean force;

    @Option(
            names = "--fsync",
            description = "Confirm a post only when it is on the device: outlives a power cut, slower.")
    private boolean fsync;

    @Option(names = "--duplicates", paramLabel = "FILE", description = "Write the duplicates here.")
    private @Nullable Path duplicates;

    @Option(
            names = "--rejects",
            paramLabel = "FILE",
            description = "Write malformed records here, as JSON Lines with file, line, reason and record.")
    private @Nullable Path rejects;

    @Option(
            names = "--summary-json",
            paramLabel = "FILE",
            description = "Write the counts here, as one JSON object; replaces the file.")
    private @Nullable Path summary;

    Optional<Path> output() {
        return Optional.ofNullable(output);
    }

    Optional<Path> duplicates() {
        return Optional.ofNullable(duplicates);
    }

    Optional<Path> rejects() {
        return Optional.ofNullable(rejects);
    }

    Optional<Path> summary() {
        return Optional.ofNullable(summary);
    }

    boolean append() {
        return append;
    }

    boolean fsync() {
        return fsync;
    }

    /** Refuses what would destroy a file of an earlier run, before anything is done. */
    void check() {
        if (append && force) {
            throw RunException.usage(
                    "--append keeps the files of an earlier run, --force replaces them; give one of the two");
        }
        if (append && output == null) {
            throw RunException.usage("--append adds to a file; name it with --output");
        }
        for (Path file : records()) {
            checkExisting(file);
        }
    }

    private void checkExisting(Path file) {
        if (Files.isDirectory(file)) {
            throw RunException.usage(file + ": is a directory; name a file in it");
        }
        if (append && Files.exists(file) && !Files.isRegularFile(file)) {
            throw RunException.usage(file + ": is no regular file, so --append cannot read it; leave --append out");
        }
        if (!append && !force && holdsSomething(file)) {
            throw RunException.usage(
                    file + ": exists; --append adds what is new to it, --force replaces it, or name another file");
        }
    }

    /** Refuses a command line that would have a file written that is also read, or written twice. */
    void requireDistinct(List<Input> inputs) {
        List<Path> taken = new ArrayList<>();
        inputs.forEach(input -> input.path().ifPresent(taken::add));
        List<Path> written = records();
        summary().ifPresent(written::add);
        for (Path file : written) {
            if (taken.stream().anyMatch(other -> isSame(file, other))) {
                throw RunException.usage(
                        file + ": is named twice, also as an input or another output; name another file");
            }
            taken.add(file);
        }
    }

    private List<Path> records() {
        List<Path> files = new ArrayList<>();
        output().ifPresent(files::add);
        duplicates().ifPresent(files::add);
        rejects().ifPresent(files::add);
        return files;
    }

    private static boolean isSame(Path one, Path other) {
        if (one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize())) {
            return !isSpecial(one);
        }
        try {
            return Files.isRegularFile(one) && Files.exists(other) && Files.isSameFile(one, other);
        } catch (IOException e) {
            return false;
        }
    }

    /** The null device may be named as often as one likes. */
    private static boolean isSpecial(Path file) {
        return Files.exists(file) && !Files.isRegularFile(file);
    }

    private static boolean holdsSomething(Path file) {
        try {
            return Files.isRegularFile(file) && Files.size(file) > 0;
        } catch (IOException e) {
            return true;
        }
    }
}
