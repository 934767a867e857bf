// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class UnpackedArchivesTest {
    @TempDir
    private Path parent;

    @Test
    void unpacksWhatEveryUserMayRunAndRead() throws IOException {
        Path home = archives().home("tool", archive("1"));
        assertThat(home).hasParent(parent.resolve("root"));
        assertThat(home.getFileName().toString()).matches("tool-[0-9a-f]{12}");
        assertThat(home.resolve("bin/tool")).content().isEqualTo("1");
        assertThat(permissions(home.resolve("bin/tool"))).isEqualTo("rwxr-xr-x");
        assertThat(permissions(home.resolve("lib/text"))).isEqualTo("rw-r--r--");
        assertThat(Files.readSymbolicLink(home.resolve("lib/link"))).isEqualTo(Path.of("text"));
        for (Path directory : List.of(home, home.resolve("bin"), home.resolve("lib"), parent.resolve("root"))) {
            assertThat(permissions(directory)).isEqualTo("rwxr-xr-x");
        }
    }

    @Test
    void unpacksOnce() throws IOException {
        Path home = archives().home("tool", archive("1"));
        Files.writeString(home.resolve("mark"), "");
        assertThat(archives().home("tool", archive("1"))).isEqualTo(home);
        assertThat(home.resolve("mark")).exists();
    }

    @Test
    void keepsVersionsApart() throws IOException {
        assertThat(archives().home("tool", archive("1")))
                .isNotEqualTo(archives().home("tool", archive("2")));
    }

    @Test
    void letsNoFileLookOld() throws IOException {
        Path text = archives().home("tool", archive("1")).resolve("lib/text");
        var old = FileTime.from(Instant.EPOCH);
        Files.setLastModifiedTime(text, old);
        archives().home("tool", archive("1"));
        assertThat(Files.getLastModifiedTime(text)).isGreaterThan(old);
    }

    @Test
    void isCompleteForAllWhoComeAtOnce() throws IOException {
        int callers = 8;
        var barrier = new CyclicBarrier(callers);
        var archive = archive("1");
        var homes = IntStream.range(0, callers)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> {
                            await(barrier);
                            Path home = archives().home("tool", archive);
                            assertThat(home.resolve("lib/text")).exists();
                            return home;
                        },
                        task -> new Thread(task).start()))
                .toList();
        assertThat(homes.stream().map(CompletableFuture::join).distinct()).hasSize(1);
        assertThat(entries(parent.resolve("root"))).hasSize(1);
    }

    @Test
    void leavesNothingOfABrokenArchive() throws IOException {
        byte[] whole = content("1");
        var broken = new TarXz(Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> archives().home("tool", broken))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("tool was not unpacked");
        assertThat(entries(parent.resolve("root"))).isEmpty();
    }

    @Test
    void runsNothingOfAnotherUser() throws IOException {
        assertThatIllegalStateException()
                .isThrownBy(() -> new UnpackedArchives(ofAnotherUser()).home("tool", archive("1")))
                .withMessageContaining("belongs to another user")
                .withMessageContaining("java.io.tmpdir");
    }

    /** Root owns everything, and may give it away; for others there is the system. */
    private Path ofAnotherUser() throws IOException {
        if (!Files.getAttribute(parent, "unix:uid").equals(0)) {
            return Path.of("/usr");
        }
        return Files.setAttribute(Files.createDirectory(parent.resolve("foreign")), "unix:uid", 1);
    }

    private UnpackedArchives archives() {
        return new UnpackedArchives(parent.resolve("root"));
    }

    private static TarXz archive(String version) throws IOException {
        return new TarXz(content(version));
    }

    /** As in the real ones, files come without their directories, or before them. The same version makes the same bytes. */
    private static byte[] content(String version) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(new XZOutputStream(bytes, new LZMA2Options()))) {
            add(tar, new TarArchiveEntry("./bin/tool"), 0755, version);
            add(tar, new TarArchiveEntry("./lib/text"), 0600, "text");
            add(tar, new TarArchiveEntry("./lib/"), 0700, "");
            var link = new TarArchiveEntry("./lib/link", TarConstants.LF_SYMLINK);
            link.setLinkName("text");
            add(tar, link, 0777, "");
        }
        return bytes.toByteArray();
    }

    private static void add(TarArchiveOutputStream tar, TarArchiveEntry entry, int mode, String text)
            throws IOException {
        entry.setModTime(0);
        entry.setMode(mode);
        entry.setSize(text.length());
        tar.putArchiveEntry(entry);
        tar.write(text.getBytes(UTF_8));
        tar.closeArchiveEntry();
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
