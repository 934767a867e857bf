// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a server that refuses to run as root is run by a JVM that does.
 *
 * <p>{@code setpriv} gives up root for the user {@code nobody}, to whom the server's files are given. Where root is not allowed to,
 * as in a container without that user, {@code unshare} takes the process into a namespace in which root is nobody.
 */
record Unprivileged(boolean givesFiles, List<String> prefix) {
    private static final int ROOT = 0;
    private static final int NOBODY = 65_534;

    private static final Unprivileged ALREADY = new Unprivileged(false, List.of());
    private static final List<Unprivileged> WAYS = List.of(
            new Unprivileged(true, List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups")),
            new Unprivileged(false, List.of("unshare", "--user")));

    /** Finds a way for this program, by asking it for its version. */
    static Unprivileged runs(Path program, TestDirectory directory) {
        if (new UnixSystem().getUid() != ROOT) {
            return ALREADY;
        }
        return asNobody(program, directory);
    }

    static Unprivileged asNobody(Path program, TestDirectory directory) {
        var failures = new ArrayList<String>();
        return WAYS.stream()
                .filter(way -> way.works(program, directory, failures))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("PostgreSQL does not run as root, and as another user it "
                        + "cannot be run: " + failures + "; build as an ordinary user, or let others enter "
                        + program.getParent()));
    }

    List<String> command(List<String> command) {
        return Stream.concat(prefix.stream(), command.stream()).toList();
    }

    /** Lets the server write in the directory, and read what is there by now. */
    void give(TestDirectory directory) {
        if (givesFiles) {
            directory.files().forEach(Unprivileged::giveToNobody);
        }
    }

    private boolean works(Path program, TestDirectory directory, List<String> failures) {
        try {
            Commands.runIn(directory.path().toFile(), command(List.of(program.toString(), "--version")));
            return true;
        } catch (IllegalStateException | UncheckedIOException e) {
            failures.add(String.valueOf(e.getMessage()));
            return false;
        }
    }

    private static void giveToNobody(Path file) {
        try {
            Files.setAttribute(file, "unix:uid", NOBODY);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " could not be given to the server: " + e.getMessage(), e);
        }
    }
}
