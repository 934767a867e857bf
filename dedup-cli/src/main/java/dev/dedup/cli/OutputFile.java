// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file that is open for writing, unchanged so far, and locked against other runs until it is closed.
 *
 * <p>All reading and writing goes through the one channel: POSIX drops a lock as soon as the process closes any other descriptor of
 * the file. Pipes and devices are not locked. For one thread.
 */
final class OutputFile implements Closeable {
    private final Path file;
    private final boolean created;
    private FileChannel channel;

    private OutputFile(Path file, boolean created, FileChannel channel) {
        this.file = file;
        this.created = created;
        this.channel = channel;
    }

    /**
     * Opens and locks a file without changing what it holds.
     *
     * @param readable true if what the file holds will be read
     * @throws RunException if it cannot be opened, or another run is writing it
     */
    static OutputFile open(Path file, boolean readable) {
        try {
            Object before = key(file);
            OutputFile output = new OutputFile(file, before == null, channel(file, readable));
            output.lock(before);
            return output;
        } catch (IOException e) {
            throw RunException.usage(file + ": cannot be written: " + Failures.reason(e) + "; choose another file");
        }
    }

    private static FileChannel channel(Path file, boolean readable) throws IOException {
        Set<OpenOption> options = new HashSet<>(Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        if (readable) {
            options.add(StandardOpenOption.READ);
        }
        return FileChannel.open(file, options);
    }

    Path file() {
        return file;
    }

    FileChannel channel() {
        return channel;
    }

    /** Says whether the file was not there before. */
    boolean isNew() {
        return created;
    }

    /** Says whether it is a file on a disk, and no pipe or device. */
    boolean isRegular() {
        return Files.isRegularFile(file);
    }

    /**
     * Drops what the file holds; a pipe or a device holds nothing.
     *
     * @throws RunException if that fails
     */
    void empty() {
        try {
            if (isRegular()) {
                channel.truncate(0);
            }
        } catch (IOException e) {
            throw RunException.usage(file + ": cannot be written: " + Failures.reason(e) + "; choose another file");
        }
    }

    /** Puts another file, in the same directory, in the place of this one in one step; a link to it stays a link. */
    void replaceBy(Path other) throws IOException {
        FileChannel next = FileChannel.open(other, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            next.force(true);
            requireLock(next);
            Files.move(other, file.toRealPath(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | RuntimeException e) {
            next.close();
            throw e;
        }
        channel.close();
        channel = next;
    }

    /** Closes the file, and takes it away if it was not there before. */
    void undo() {
        try (this) {
            if (created) {
                Files.deleteIfExists(file.toRealPath());
            }
        } catch (IOException e) {
            throw Failures.output(file.toString(), e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void lock(@Nullable Object before) throws IOException {
        try {
            if (Files.exists(file) && !isRegular()) {
                return;
            }
            requireLock(channel);
            Object now = key(file);
            // Another run may have replaced or removed the file between the opening and the lock.
            if (now == null || (before != null && !before.equals(now))) {
                throw busy();
            }
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private void requireLock(FileChannel locked) throws IOException {
        try {
            if (locked.tryLock() == null) {
                throw busy();
            }
        } catch (OverlappingFileLockException e) {
            throw busy();
        }
    }

    private RunException busy() {
        return RunException.usage(file + ": another run is writing it; wait for its end, or choose another file");
    }

    /** Returns what tells the file from others, or null if it is not there. */
    private static @Nullable Object key(Path file) throws IOException {
        if (!Files.exists(file)) {
            return null;
        }
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return key == null ? file : key;
    }
}
