// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimToken;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The value of a claim's key in record layout 1: the token as a signed decimal integer, after an {@code L} while the claim is a
 * lease.
 *
 * <p>A server keeps a value that is a canonical 64-bit integer in 8 bytes, where any other form of a state and a token takes 32 and
 * more. So confirmed claims, which are many and stay long, are bare integers; leases are few and short.
 */
record HeldValue(ClaimState state, ClaimToken token) {
    /** The version of the layout that is written here. */
    static final int LAYOUT = 1;

    private static final char LEASE_MARK = 'L';

    /** Layouts to come begin with this and their number, such as {@code v2:}, so that this version can name them. */
    private static final char LATER_LAYOUT_MARK = 'v';

    byte[] toBytes() {
        return toString().getBytes(StandardCharsets.US_ASCII);
    }

    boolean isHeldBy(ClaimToken claimant) {
        return token.value() == claimant.value();
    }

    /** The value as the server holds it. */
    @Override
    public String toString() {
        String number = Long.toString(token.value());
        return state == ClaimState.LEASED ? LEASE_MARK + number : number;
    }

    /**
     * Reads a value.
     *
     * @throws ForeignValueException if it is not of this layout
     */
    static HeldValue parse(byte[] bytes) throws ForeignValueException {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        boolean leased = !text.isEmpty() && text.charAt(0) == LEASE_MARK;
        Long token = canonicalLong(leased ? text.substring(1) : text);
        if (token == null) {
            throw new ForeignValueException(describe(text));
        }
        return new HeldValue(leased ? ClaimState.LEASED : ClaimState.CONFIRMED, new ClaimToken(token));
    }

    private static @Nullable Long canonicalLong(String text) {
        try {
            long number = Long.parseLong(text);
            return Long.toString(number).equals(text) ? number : null;
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    private static String describe(String text) {
        String layout = laterLayout(text);
        return layout == null
                ? "its key holds a value of " + text.length()
                        + " bytes that is no claim: something else writes under this prefix; give dedup a prefix of its own"
                : "its key holds a claim of record layout " + layout + ", and this version reads layout " + LAYOUT
                        + "; upgrade dedup here";
    }

    private static @Nullable String laterLayout(String text) {
        int end = 1;
        while (end < text.length() && end < 6 && Character.isDigit(text.charAt(end))) {
            end++;
        }
        return end > 1 && text.charAt(0) == LATER_LAYOUT_MARK ? text.substring(1, end) : null;
    }
}
