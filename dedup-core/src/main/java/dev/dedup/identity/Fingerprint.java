// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.identity;

import java.util.HexFormat;

/**
 * The 128 bits that stand for an item.
 *
 * @param high the first eight bytes
 * @param low the last eight bytes
 */
public record Fingerprint(long high, long low) {
    /**
     * Returns the fingerprint of two halves.
     *
     * @param high the first eight bytes
     * @param low the last eight bytes
     * @return the fingerprint
     */
    public static Fingerprint of(long high, long low) {
        return new Fingerprint(high, low);
    }

    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }
}
