// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.identity;

import static java.util.Objects.checkFromIndexSize;
import static java.util.Objects.requireNonNull;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The 128 bits that stand for an item in every store.
 *
 * <p>Two items are the same exactly if their fingerprints are equal. Written out, a fingerprint is 16 bytes, the most significant
 * first, or 32 hexadecimal digits. It reveals nothing of the item and may stand in logs. Immutable and thread-safe.
 */
public final class Fingerprint implements Comparable<Fingerprint> {
    /** The number of bytes of a fingerprint. */
    public static final int BYTES = 16;

    private static final int HEX_DIGITS = 2 * BYTES;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final long high;
    private final long low;

    private Fingerprint(long high, long low) {
        this.high = high;
        this.low = low;
    }

    /**
     * Returns the fingerprint made of two halves.
     *
     * @param high the first eight bytes, as a big-endian number
     * @param low the last eight bytes, as a big-endian number
     * @return the fingerprint
     */
    public static Fingerprint of(long high, long low) {
        return new Fingerprint(high, low);
    }

    /**
     * Returns the fingerprint that {@link #toBytes()} wrote.
     *
     * @param bytes the 16 bytes, which are copied
     * @return the fingerprint
     * @throws IllegalArgumentException if there are not exactly 16 bytes
     */
    public static Fingerprint ofBytes(byte[] bytes) {
        requireNonNull(bytes, "bytes");
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("A fingerprint has " + BYTES + " bytes, but " + bytes.length
                    + " were given: pass what toBytes() returned");
        }
        return read(bytes, 0);
    }

    /**
     * Returns the fingerprint that {@link #toHex()} wrote.
     *
     * @param hex 32 hexadecimal digits, in either case
     * @return the fingerprint
     * @throws IllegalArgumentException if the text is anything else
     */
    public static Fingerprint fromHex(String hex) {
        requireNonNull(hex, "hex");
        if (hex.length() != HEX_DIGITS || !hex.chars().allMatch(HexFormat::isHexDigit)) {
            throw new IllegalArgumentException("A fingerprint is written as " + HEX_DIGITS
                    + " hexadecimal digits, but the text given has " + hex.length()
                    + " characters or holds another character: pass what toHex() returned");
        }
        int half = HEX_DIGITS / 2;
        return of(HexFormat.fromHexDigitsToLong(hex, 0, half), HexFormat.fromHexDigitsToLong(hex, half, HEX_DIGITS));
    }

    static Fingerprint read(byte[] source, int offset) {
        return of((long) LONG.get(source, offset), (long) LONG.get(source, offset + Long.BYTES));
    }

    /**
     * Returns the first eight bytes.
     *
     * @return the first half, as a big-endian number
     */
    public long high() {
        return high;
    }

    /**
     * Returns the last eight bytes.
     *
     * @return the second half, as a big-endian number
     */
    public long low() {
        return low;
    }

    /**
     * Returns the fingerprint as bytes.
     *
     * @return a new array of 16 bytes, the most significant first
     */
    public byte[] toBytes() {
        byte[] bytes = new byte[BYTES];
        writeTo(bytes, 0);
        return bytes;
    }

    /**
     * Writes the 16 bytes of {@link #toBytes()} into an array.
     *
     * @param target the array to write into
     * @param offset the index of the first byte written
     * @throws IndexOutOfBoundsException if the array does not hold 16 bytes from there; nothing is written then
     */
    public void writeTo(byte[] target, int offset) {
        checkFromIndexSize(offset, BYTES, target.length);
        LONG.set(target, offset, high);
        LONG.set(target, offset + Long.BYTES, low);
    }

    /**
     * Returns the fingerprint as hexadecimal digits.
     *
     * @return 32 digits in lower case
     */
    public String toHex() {
        HexFormat format = HexFormat.of();
        return format.toHexDigits(high) + format.toHexDigits(low);
    }

    /** Orders fingerprints as their bytes are ordered, each byte unsigned. */
    @Override
    public int compareTo(Fingerprint other) {
        int first = Long.compareUnsigned(high, other.high);
        return first != 0 ? first : Long.compareUnsigned(low, other.low);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Fingerprint that && high == that.high && low == that.low;
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(high) + Long.hashCode(low);
    }

    /** Returns {@link #toHex()}. */
    @Override
    public String toString() {
        return toHex();
    }
}
