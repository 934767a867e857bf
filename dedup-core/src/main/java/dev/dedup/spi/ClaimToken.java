// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.spi;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.SplittableRandom;

/**
 * The random 64 bits by which a claim call knows its own record again.
 *
 * <p>A token stays the same over all retries of one call and differs between calls. It says who holds a claim; it is not a
 * secret.
 *
 * @param value the 64 bits
 */
public record ClaimToken(long value) {
    private static final ThreadLocal<SplittableRandom> RANDOM =
            ThreadLocal.withInitial(() -> new SplittableRandom(new SecureRandom().nextLong()));

    /**
     * Returns a new random token.
     *
     * <p>Each thread draws from a generator of its own, seeded by the operating system, so tokens of different processes do not
     * repeat each other.
     *
     * @return a token that no other call uses
     */
    public static ClaimToken random() {
        return new ClaimToken(RANDOM.get().nextLong());
    }

    /**
     * Returns the token as 16 hexadecimal digits.
     *
     * @return the token in lower-case hexadecimal
     */
    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(value);
    }
}
