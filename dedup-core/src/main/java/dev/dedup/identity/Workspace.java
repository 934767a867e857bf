// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The buffers and the digest that one fingerprint at a time is computed with.
 *
 * <p>Nothing is allocated for texts of any length: a text longer than the buffers goes through them in pieces, twice, since its
 * length in bytes comes before the bytes. Not thread-safe.
 */
final class Workspace {
    /** The longest piece of a text, in chars. */
    static final int PIECE = 2048;

    private static final int WORST_PIECE = Integer.BYTES + InlineNormalizer.MAX_BYTES_PER_CHAR * PIECE;
    private static final int SHA_256_BYTES = 32;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final char[] chars = new char[PIECE];
    private final byte[] bytes = new byte[WORST_PIECE + PIECE];
    private final MessageDigest sha256 = sha256();
    private int filled;

    /** Starts a fingerprint whose first bytes are those of a header, which is shorter than a piece. */
    void begin(byte[] header) {
        System.arraycopy(header, 0, bytes, 0, header.length);
        filled = header.length;
    }

    /** Adds the length of a normalised text and the text. */
    void field(InlineNormalizer normalizer, String text) {
        int start = normalizer.start(text);
        int end = normalizer.end(text, start);
        if (filled > bytes.length - WORST_PIECE) {
            flush();
        }
        if (end - start <= PIECE) {
            shortField(normalizer, text, start, end);
        } else {
            longField(normalizer, text, start, end);
        }
    }

    private void shortField(InlineNormalizer normalizer, String text, int start, int end) {
        int body = filled + Integer.BYTES;
        int next = normalizer.write(text, start, end, chars, bytes, body);
        INT.set(bytes, filled, next - body);
        filled = next;
    }

    private void longField(InlineNormalizer normalizer, String text, int start, int end) {
        flush();
        // Below 2^32: a string has at most 2^31 - 1 chars of up to two bytes (Latin-1), or 2^30 - 1 of up to three.
        long length = 0;
        for (int from = start; from < end; from = pieceEnd(text, from, end)) {
            length += normalizer.write(text, from, pieceEnd(text, from, end), chars, bytes, 0);
        }
        INT.set(bytes, 0, (int) length);
        filled = Integer.BYTES;
        for (int from = start; from < end; from = pieceEnd(text, from, end)) {
            flush();
            filled = normalizer.write(text, from, pieceEnd(text, from, end), chars, bytes, 0);
        }
    }

    private static int pieceEnd(String text, int from, int end) {
        int cut = Math.min(from + PIECE, end);
        boolean splitsPair = cut < end && Character.isSurrogatePair(text.charAt(cut - 1), text.charAt(cut));
        return splitsPair ? cut - 1 : cut;
    }

    private void flush() {
        sha256.update(bytes, 0, filled);
        filled = 0;
    }

    /** Returns the fingerprint of all that was added since {@link #begin}. */
    Fingerprint finish() {
        flush();
        try {
            sha256.digest(bytes, 0, SHA_256_BYTES);
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-256 does not fit into " + SHA_256_BYTES + " bytes", e);
        }
        return Fingerprint.read(bytes, 0);
    }

    /** Returns a normalised text; an unpaired surrogate has become U+FFFD. */
    String normalize(InlineNormalizer normalizer, String text) {
        int start = normalizer.start(text);
        int end = normalizer.end(text, start);
        ByteArrayOutputStream result = new ByteArrayOutputStream(end - start);
        for (int from = start; from < end; from = pieceEnd(text, from, end)) {
            int written = normalizer.write(text, from, pieceEnd(text, from, end), chars, bytes, 0);
            result.write(bytes, 0, written);
        }
        return result.toString(UTF_8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime has no SHA-256, which every one must have", e);
        }
    }
}
