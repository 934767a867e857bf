// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One record of a file, as its bytes stand there, without the line feed that ends it. */
final class RawRecord {
    private final String file;
    private final long line;
    private final byte[] buffer;
    private final int offset;
    private final int length;
    private final @Nullable String fault;

    RawRecord(String file, long line, byte[] buffer, int offset, int length) {
        this(file, line, buffer, offset, length, null);
    }

    private RawRecord(String file, long line, byte[] buffer, int offset, int length, @Nullable String fault) {
        this.file = file;
        this.line = line;
        this.buffer = buffer;
        this.offset = offset;
        this.length = length;
        this.fault = fault;
    }

    /** Returns a record that could not be split off whole, and so has no bytes. */
    static RawRecord faulty(String file, long line, String fault) {
        return new RawRecord(file, line, new byte[0], 0, 0, fault);
    }

    String file() {
        return file;
    }

    /** Returns the number of the line on which the record begins, from 1. */
    long line() {
        return line;
    }

    /** Returns the bytes that hold the record and its neighbours; shared, never to be changed. */
    byte[] buffer() {
        return buffer;
    }

    int offset() {
        return offset;
    }

    int length() {
        return length;
    }

    /** Returns why the record was not split off whole, or null. */
    @Nullable
    String fault() {
        return fault;
    }

    /** Returns a copy of the record's own bytes. */
    byte[] bytes() {
        return Arrays.copyOfRange(buffer, offset, offset + length);
    }

    /** Returns the same record without its neighbours' bytes. */
    RawRecord detached() {
        return new RawRecord(file, line, bytes(), 0, length, fault);
    }
}
