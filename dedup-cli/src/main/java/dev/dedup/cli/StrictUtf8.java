// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Checks that bytes are UTF-8, by the JDK's own decoder, which takes neither overlong forms nor surrogates. For one thread. */
final class StrictUtf8 {
    /** The first byte of packed data; the second one is no UTF-8. */
    private static final byte GZIP_MAGIC = 0x1F;

    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final CharBuffer scratch = CharBuffer.allocate(1 << 13);

    /**
     * Finds the first byte that is not UTF-8.
     *
     * @return its place, counted from the offset, or -1 if all is well
     */
    int firstInvalid(byte[] bytes, int offset, int length) {
        decoder.reset();
        ByteBuffer in = ByteBuffer.wrap(bytes, offset, length);
        CoderResult result;
        do {
            scratch.clear();
            result = decoder.decode(in, scratch, true);
        } while (result.isOverflow());
        return result.isError() ? in.position() - offset : -1;
    }

    /**
     * Checks a record.
     *
     * @throws MalformedRecordException if it is not UTF-8
     */
    void require(RawRecord record) throws MalformedRecordException {
        int invalid = firstInvalid(record.buffer(), record.offset(), record.length());
        if (invalid == 1 && record.buffer()[record.offset()] == GZIP_MAGIC) {
            throw new MalformedRecordException("the input is packed; unpack it, or give the file a name in .gz");
        }
        if (invalid >= 0) {
            throw new MalformedRecordException(
                    "byte " + (invalid + 1) + " of the record is not UTF-8; convert the file to UTF-8");
        }
    }
}
