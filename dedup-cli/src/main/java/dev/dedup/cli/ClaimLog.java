// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import dev.dedup.identity.Fingerprint;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The fingerprints that a run has claimed, in a temporary file, so that memory does not grow with them.
 *
 * <p>The file goes when it is closed. For one thread.
 */
final class ClaimLog implements Closeable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path file;
    private final FileChannel channel;
    private final ByteBuffer unwritten = ByteBuffer.allocate(BUFFER_BYTES);

    private ClaimLog(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Makes the file.
     *
     * @throws RunException if it cannot be made
     */
    static ClaimLog in(Path directory) {
        try {
            Path file = Files.createTempFile(directory, "dedup-compare", ".claims");
            return new ClaimLog(
                    file,
                    FileChannel.open(
                            file,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.DELETE_ON_CLOSE));
        } catch (IOException e) {
            throw failed(directory + ": a temporary file", e);
        }
    }

    /**
     * Adds a fingerprint.
     *
     * @throws RunException if the file cannot be written
     */
    void add(Fingerprint fingerprint) {
        unwritten.put(fingerprint.toBytes());
        if (!unwritten.hasRemaining()) {
            write();
        }
    }

    /**
     * Hands out all fingerprints in the order in which they came, until somebody has had enough.
     *
     * @param size how many at once
     * @param taker says whether it takes more
     * @throws RunException if the file cannot be written or read
     */
    void forEachBatch(int size, Predicate<List<Fingerprint>> taker) {
        write();
        ByteBuffer bytes = ByteBuffer.allocate(size * Fingerprint.BYTES);
        long position = 0;
        int read = read(bytes, position);
        while (read > 0 && taker.test(fingerprints(bytes.flip()))) {
            position += read;
            read = read(bytes.clear(), position);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw failed(file.toString(), e);
        }
    }

    private void write() {
        try {
            unwritten.flip();
            while (unwritten.hasRemaining()) {
                channel.write(unwritten);
            }
            unwritten.clear();
        } catch (IOException e) {
            throw failed(file.toString(), e);
        }
    }

    private int read(ByteBuffer bytes, long position) {
        try {
            int read = channel.read(bytes, position);
            while (read > 0 && bytes.hasRemaining()) {
                read = channel.read(bytes, position + bytes.position());
            }
            return bytes.position();
        } catch (IOException e) {
            throw failed(file.toString(), e);
        }
    }

    private static List<Fingerprint> fingerprints(ByteBuffer bytes) {
        List<Fingerprint> fingerprints = new ArrayList<>(bytes.remaining() / Fingerprint.BYTES);
        while (bytes.hasRemaining()) {
            fingerprints.add(Fingerprint.of(bytes.getLong(), bytes.getLong()));
        }
        return fingerprints;
    }

    private static RunException failed(String what, IOException cause) {
        return RunException.files(
                what + ": cannot be kept for the claims of the run: " + Failures.reason(cause)
                        + "; make room, or choose another directory with DEDUP_JAVA_OPTS=-Djava.io.tmpdir=…",
                cause);
    }
}
