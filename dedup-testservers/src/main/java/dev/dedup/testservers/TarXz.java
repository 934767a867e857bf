// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** A tar archive, compressed by xz, of programs and what they need. */
final class TarXz {
    private static final int OWNER_MAY_EXECUTE = 0100;
    private static final int NAME_BYTES = 6;

    private final byte[] content;

    TarXz(byte[] content) {
        this.content = content;
    }

    /** A name for this content and no other. */
    String digest() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content), 0, NAME_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    /** Unpacks it so that every user of this machine may read all of it and run its programs. */
    void unpackTo(Path directory) throws IOException {
        try (var xz = new XZInputStream(new ByteArrayInputStream(content));
                var tar = new TarArchiveInputStream(new BufferedInputStream(xz))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(tar, entry, directory.resolve(entry.getName()).normalize());
            }
        }
        TestDirectory.files(directory).stream()
                .filter(Files::isDirectory)
                .forEach(each -> TestDirectory.permit(each, "rwxr-xr-x"));
    }

    /** A file may come before the directory that it is in. */
    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, target);
            TestDirectory.permit(target, (entry.getMode() & OWNER_MAY_EXECUTE) == 0 ? "rw-r--r--" : "rwxr-xr-x");
        }
    }
}
