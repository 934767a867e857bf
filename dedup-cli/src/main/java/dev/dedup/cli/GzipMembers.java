// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Reads gzip data of one or more members (RFC 1952) to its very end, or says what is wrong.
 *
 * <p>{@link java.util.zip.GZIPInputStream} takes whatever follows the first member for the end of the data if it is not a flawless
 * second one, and so loses posts in silence. Here data that breaks off is an {@link EOFException}, and damaged data a {@link
 * ZipException}.
 */
final class GzipMembers extends InputStream {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private int position;
    private int limit;
    private boolean inMember;
    private boolean atEnd;
    private boolean afterFirst;

    GzipMembers(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (inMember || startMember()) {
            int inflated = inflate(bytes, offset, length);
            if (inflated > 0) {
                checksum.update(bytes, offset, inflated);
                return inflated;
            }
        }
        return -1;
    }

    @Override
    public int available() {
        return atEnd ? 0 : 1;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }

    private int inflate(byte[] bytes, int offset, int length) throws IOException {
        try {
            int inflated = inflater.inflate(bytes, offset, length);
            if (inflater.finished()) {
                position = limit - inflater.getRemaining();
                inMember = inflated > 0;
                if (!inMember) {
                    endMember();
                }
            } else if (inflated == 0) {
                feed();
            }
            return inflated;
        } catch (DataFormatException e) {
            throw damaged("its compressed data is not valid (" + e.getMessage() + ")");
        }
    }

    private void feed() throws IOException {
        if (inflater.needsDictionary()) {
            throw damaged("it asks for a dictionary");
        }
        refill();
        inflater.setInput(buffer, 0, limit);
    }

    private boolean startMember() throws IOException {
        if (atEnd || !skipPadding()) {
            atEnd = true;
            return false;
        }
        if (next() != 0x1F || next() != 0x8B || next() != 8) {
            throw damaged(afterFirst ? "something follows its compressed data" : "it is not compressed with gzip");
        }
        skipHeader(next());
        inflater.reset();
        inflater.setInput(buffer, position, limit - position);
        checksum.reset();
        inMember = true;
        afterFirst = true;
        return true;
    }

    /** Zeros may fill up the last block of a medium; gzip itself passes over them. */
    private boolean skipPadding() throws IOException {
        while (position < limit || tryRefill()) {
            if (!afterFirst || buffer[position] != 0) {
                return true;
            }
            position++;
        }
        return false;
    }

    private void skipHeader(int flags) throws IOException {
        skip(6);
        if ((flags & EXTRA) != 0) {
            skip(next() | next() << 8);
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CRC) != 0) {
            skip(2);
        }
    }

    private void endMember() throws IOException {
        if (number() != checksum.getValue() || number() != (inflater.getBytesWritten() & 0xFFFF_FFFFL)) {
            throw damaged("its checksum or length does not match");
        }
    }

    private long number() throws IOException {
        return next() | (long) next() << 8 | (long) next() << 16 | (long) next() << 24;
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            next();
        }
    }

    private void skipText() throws IOException {
        int read = next();
        while (read != 0) {
            read = next();
        }
    }

    private int next() throws IOException {
        if (position == limit) {
            refill();
        }
        return buffer[position++] & 0xFF;
    }

    private void refill() throws IOException {
        if (!tryRefill()) {
            throw new EOFException("the gzip data breaks off");
        }
    }

    private boolean tryRefill() throws IOException {
        position = 0;
        limit = Math.max(in.read(buffer, 0, buffer.length), 0);
        return limit > 0;
    }

    private static ZipException damaged(String how) {
        return new ZipException("the gzip data is damaged: " + how);
    }
}
