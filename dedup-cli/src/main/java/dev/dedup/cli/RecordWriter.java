// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes records to a file or to standard output, each with a line feed after it.
 *
 * <p>After {@link #flush()} all records are with the operating system, also of a packed file, and outlive the death of this process;
 * with {@code fsync} they are on the device, and outlive that of the machine. Nothing is written after a failure: what is still
 * buffered would be glued to the half that was taken. For one thread.
 */
final class RecordWriter implements Closeable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final String name;
    private final OutputStream out;
    private final Closeable target;
    private final @Nullable FileChannel synced;
    private boolean dirty;
    private boolean failed;

    private RecordWriter(String name, OutputStream out, Closeable target, @Nullable FileChannel synced) {
        this.name = name;
        this.out = out;
        this.target = target;
        this.synced = synced;
    }

    static RecordWriter toStream(String name, OutputStream out) {
        return new RecordWriter(name, new BufferedOutputStream(out, BUFFER_BYTES), out, null);
    }

    /** Keeps a file open, and so locked, that nothing will be written to; closing the writer closes the file. */
    static RecordWriter leavingAlone(OutputFile file) {
        return new RecordWriter(file.file().toString(), OutputStream.nullOutputStream(), file, null);
    }

    /**
     * Writes at the end of an open file, packed if its name says so; closing the writer closes the file.
     *
     * @throws RunException if it cannot be written; nothing was done then
     */
    static RecordWriter toFile(OutputFile file, boolean fsync) {
        String name = file.file().toString();
        try {
            FileChannel channel = file.channel();
            if (file.isRegular()) {
                channel.position(channel.size());
            }
            OutputStream out = packed(name, Channels.newOutputStream(channel));
            return new RecordWriter(name, out, channel, fsync ? channel : null);
        } catch (IOException e) {
            throw RunException.usage(name + ": cannot be written: " + Failures.reason(e) + "; choose another file");
        }
    }

    private static OutputStream packed(String name, OutputStream out) throws IOException {
        OutputStream plain = new BufferedOutputStream(out, BUFFER_BYTES);
        return Format.isGzip(name)
                ? new BufferedOutputStream(new GZIPOutputStream(plain, BUFFER_BYTES, true), BUFFER_BYTES)
                : plain;
    }

    void write(RawRecord record) {
        write(record.buffer(), record.offset(), record.length());
    }

    void write(byte[] bytes, int offset, int length) {
        try {
            out.write(bytes, offset, length);
            out.write('\n');
            dirty = true;
        } catch (IOException e) {
            failed = true;
            throw Failures.output(name, e);
        }
    }

    void flush() {
        if (!dirty) {
            return;
        }
        try {
            out.flush();
            if (synced != null) {
                synced.force(false);
            }
            dirty = false;
        } catch (IOException e) {
            failed = true;
            throw Failures.output(name, e);
        }
    }

    /** Flushes and closes; after a failure it only closes. */
    @Override
    public void close() {
        try (target) {
            if (!failed) {
                flush();
                out.close();
            }
        } catch (IOException e) {
            throw Failures.output(name, e);
        }
    }
}
