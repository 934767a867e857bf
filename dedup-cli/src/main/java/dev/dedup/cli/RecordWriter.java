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
 * with {@code fsync} they are on the device, and outlive that of the machine. For one thread.
 */
final class RecordWriter implements Closeable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final String name;
    private final OutputStream out;
    private final @Nullable FileChannel synced;
    private boolean dirty;

    private RecordWriter(String name, OutputStream out, @Nullable FileChannel synced) {
        this.name = name;
        this.out = out;
        this.synced = synced;
    }

    static RecordWriter toStream(String name, OutputStream out) {
        return new RecordWriter(name, new BufferedOutputStream(out, BUFFER_BYTES), null);
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
            return new RecordWriter(name, packed(name, Channels.newOutputStream(channel)), fsync ? channel : null);
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
            throw Failures.output(name, e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw Failures.output(name, e);
        }
    }
}
