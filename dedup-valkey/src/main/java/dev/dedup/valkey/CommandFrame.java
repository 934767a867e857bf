// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.dedup.identity.Fingerprint;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * A command for any key, ready to be sent: its bytes before the fingerprint and those after it.
 *
 * <p>All commands of a request differ in the fingerprint only, so the rest is encoded once.
 */
final class CommandFrame {
    private final byte[] before;
    private final byte[] after;

    /**
     * Encodes a command.
     *
     * @param leading the words before the key, the command's name first
     * @param prefix what the key begins with
     * @param trailing the words after the key
     */
    CommandFrame(List<byte[]> leading, byte[] prefix, List<byte[]> trailing) {
        this.before = before(leading, prefix, leading.size() + 1 + trailing.size());
        this.after = after(trailing);
    }

    void write(Fingerprint fingerprint, ByteBuf target) {
        target.writeBytes(before);
        target.writeLong(fingerprint.high());
        target.writeLong(fingerprint.low());
        target.writeBytes(after);
    }

    private static byte[] before(List<byte[]> leading, byte[] prefix, int words) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        line(bytes, '*', words);
        leading.forEach(word -> word(bytes, word));
        line(bytes, '$', prefix.length + Fingerprint.BYTES);
        bytes.writeBytes(prefix);
        return bytes.toByteArray();
    }

    private static byte[] after(List<byte[]> trailing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        endOfLine(bytes);
        trailing.forEach(word -> word(bytes, word));
        return bytes.toByteArray();
    }

    private static void word(ByteArrayOutputStream bytes, byte[] word) {
        line(bytes, '$', word.length);
        bytes.writeBytes(word);
        endOfLine(bytes);
    }

    private static void line(ByteArrayOutputStream bytes, char type, int number) {
        bytes.write(type);
        bytes.writeBytes(Integer.toString(number).getBytes(US_ASCII));
        endOfLine(bytes);
    }

    private static void endOfLine(ByteArrayOutputStream bytes) {
        bytes.write('\r');
        bytes.write('\n');
    }
}
