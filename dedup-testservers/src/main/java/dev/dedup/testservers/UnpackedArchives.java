// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;

/**
 * Archives that are unpacked once, and used by every JVM of one user.
 *
 * <p>A directory is named for its archive's content, and appears with all that is in it: it is filled elsewhere and then renamed, by
 * whichever JVM is the first.
 */
record UnpackedArchives(Path root) {
    static UnpackedArchives ofThisUser() {
        return new UnpackedArchives(
                Path.of(System.getProperty("java.io.tmpdir"), "dedup-test-servers-" + System.getProperty("user.name")));
    }

    /** The directory of this archive's content. */
    Path home(String name, TarXz archive) {
        try {
            Path home = ownRoot().resolve(name + "-" + archive.digest());
            if (!Files.exists(home)) {
                unpack(archive, home);
            }
            touch(home);
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(name + " was not unpacked into " + root + ": " + e.getMessage(), e);
        }
    }

    private static void unpack(TarXz archive, Path home) throws IOException {
        try (var beside = TestDirectory.create()) {
            Path complete = beside.resolve("complete");
            archive.unpackTo(complete);
            moveUnlessThere(complete, home);
        }
    }

    private static void moveUnlessThere(Path complete, Path home) throws IOException {
        try {
            Files.move(complete, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.exists(home)) {
                throw e;
            }
        }
    }

    /** Of temporary files, systems delete one by one those that look old. */
    private static void touch(Path home) throws IOException {
        var now = FileTime.from(InstantSource.system().instant());
        for (Path file : TestDirectory.files(home)) {
            if (!Files.isSymbolicLink(file)) {
                Files.setLastModifiedTime(file, now);
            }
        }
    }

    /** Programs are run from there: it must not be somebody else's. */
    private Path ownRoot() throws IOException {
        Files.createDirectories(root);
        long owner = (int) Files.getAttribute(root, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        if (owner != new UnixSystem().getUid()) {
            throw new IllegalStateException(root + " belongs to another user; delete it, or set java.io.tmpdir");
        }
        TestDirectory.permit(root, "rwxr-xr-x");
        return root;
    }
}
