// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits a stream into records, a buffer full at a time, and never holds more than one record beyond that.
 *
 * <p>Blank lines and a byte order mark at the start are no records. A record longer than the limit comes out as a fault, without
 * its bytes. A stream that breaks gives its whole records first; then {@link #failure()} says why it ended. For one thread.
 */
final class RecordReader {
    private static final int BUFFER_BYTES = 1 << 18;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream in;
    private final String file;
    private final RecordScanner scanner;
    private final int maxRecordBytes;
    private final boolean wholeOnly;

    private byte[] buffer = new byte[BUFFER_BYTES];
    private int filled;
    private boolean atEnd;
    private boolean atStart = true;
    private long line = 1;
    private long wholeBytes;
    private boolean tailOversized;
    private @Nullable RawRecord tail;
    private @Nullable IOException failure;

    private RecordReader(InputStream in, String file, RecordScanner scanner, int maxRecordBytes, boolean wholeOnly) {
        this.in = in;
        this.file = file;
        this.scanner = scanner;
        this.maxRecordBytes = maxRecordBytes;
        this.wholeOnly = wholeOnly;
    }

    /** Reads what others wrote: the end of the stream ends the last record. */
    static RecordReader of(InputStream in, String file, Format format, int maxRecordBytes) {
        return new RecordReader(in, file, format.scanner(), maxRecordBytes, false);
    }

    /** Reads what this command wrote, where a record without a line feed is torn: it is left as the {@link #tail()}. */
    static RecordReader ofWholeRecords(InputStream in, String file, Format format, int maxRecordBytes) {
        return new RecordReader(in, file, format.scanner(), maxRecordBytes, true);
    }

    /** Returns the next records in order, or an empty list at the end. */
    List<RawRecord> next() {
        List<RawRecord> records = new ArrayList<>();
        while (records.isEmpty() && !(atEnd && filled == 0)) {
            fill();
            skipByteOrderMark();
            if (!atStart) {
                split(records);
            }
        }
        return records;
    }

    /** Returns why the stream ended before its end, or null. */
    @Nullable
    IOException failure() {
        return failure;
    }

    /** Returns the unfinished record at the end, or null; a broken stream may leave one too. */
    @Nullable
    RawRecord tail() {
        return tail;
    }

    /**
     * Says whether reading ended at a record that is longer than the limit and was not seen to be whole, so that there is no
     * {@link #tail()} of it.
     */
    boolean tailOversized() {
        return tailOversized;
    }

    /** Returns the number of the line that would come next, from 1. */
    long line() {
        return line;
    }

    /** Returns how many bytes from the start belong to records that a line feed ended. */
    long wholeBytes() {
        return wholeBytes;
    }

    private void fill() {
        try {
            do {
                int read = in.read(buffer, filled, buffer.length - filled);
                atEnd = read < 0;
                filled += Math.max(read, 0);
            } while (!atEnd && filled < buffer.length && in.available() > 0);
        } catch (IOException e) {
            failure = e;
            atEnd = true;
        }
    }

    private void skipByteOrderMark() {
        int length = BYTE_ORDER_MARK.length;
        if (!atStart || (filled < length && !atEnd)) {
            return;
        }
        atStart = false;
        if (filled >= length && Arrays.equals(buffer, 0, length, BYTE_ORDER_MARK, 0, length)) {
            wholeBytes = length;
            filled -= length;
            System.arraycopy(buffer, length, buffer, 0, filled);
        }
    }

    private void split(List<RawRecord> records) {
        boolean endEnds = atEnd && !wholeOnly && failure == null;
        int from = 0;
        int end = scanner.recordEnd(buffer, from, filled, endEnds);
        while (end >= 0 && from < filled) {
            from = add(records, from, end);
            end = scanner.recordEnd(buffer, from, filled, endEnds);
        }
        if (from == 0 && filled > maxRecordBytes) {
            skipOversized(records);
        } else if (atEnd) {
            keepTail(from);
        } else if (from > 0 || filled == buffer.length) {
            carryOver(from);
        }
    }

    /** Takes one record, unless it is blank, and returns where the next begins. */
    private int add(List<RawRecord> records, int from, int end) {
        if (end - from > maxRecordBytes) {
            records.add(oversized());
        } else if (!isBlank(from, end)) {
            records.add(new RawRecord(file, line, buffer, from, end - from));
        }
        int next = Math.min(end + 1, filled);
        wholeBytes += next - from;
        line += scanner.lineFeeds(buffer, from, next);
        return next;
    }

    private RawRecord oversized() {
        return RawRecord.faulty(
                file,
                line,
                "the record is longer than " + maxRecordBytes
                        + " bytes; give a larger --max-record-bytes to accept it");
    }

    private boolean isBlank(int from, int end) {
        for (int i = from; i < end; i++) {
            if (buffer[i] != ' ' && buffer[i] != '\t' && buffer[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    private void keepTail(int from) {
        if (from < filled) {
            tail = new RawRecord(file, line, buffer, from, filled - from);
        }
        filled = 0;
    }

    /** The records that were returned keep the old buffer; what is left of it begins the new one. */
    private void carryOver(int from) {
        int left = filled - from;
        long room = Math.min(maxRecordBytes + 1L, 2L * left);
        byte[] fresh = new byte[(int) Math.max(BUFFER_BYTES, room)];
        System.arraycopy(buffer, from, fresh, 0, left);
        buffer = fresh;
        filled = left;
    }

    /**
     * A quoted field may run on for ever: its first line is then a record. Otherwise the whole line is passed over. But where only
     * whole records count, what stands in the quotes must not be taken for records, so nothing after them is read.
     */
    private void skipOversized(List<RawRecord> records) {
        if (wholeOnly && scanner.spansLines()) {
            endOversized();
            return;
        }
        int end = scanner.recordEnd(buffer, 0, filled, true);
        if (end < filled) {
            carryOver(add(records, 0, end));
        } else {
            RawRecord skipped = oversized();
            int next = passOverLine();
            if (!tailOversized) {
                records.add(skipped);
            }
            carryOver(next);
        }
    }

    private void endOversized() {
        tailOversized = true;
        atEnd = true;
        filled = 0;
    }

    private int passOverLine() {
        int end = -1;
        while (end < 0 && !atEnd) {
            wholeBytes += filled;
            filled = 0;
            fill();
            end = LineFeeds.next(buffer, 0, filled);
        }
        tailOversized = wholeOnly && end < 0;
        int next = end < 0 ? filled : end + 1;
        wholeBytes += next;
        line += end < 0 ? 0 : 1;
        return next;
    }
}
