// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import dev.dedup.spi.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What a claim's statement says of each key, in a letter: a thousand rows cost more than a text of a thousand letters.
 *
 * @param text the letters
 * @param written how many rows the statement has inserted or taken over
 */
record Letters(String text, long written) {
    private static final char NOT_HELD = 'n';

    /**
     * What the letters mean, in their order; null for a key that has to be asked for again.
     *
     * <p>A key that was not held was written, unless somebody else came in between. Which of them that is concerns none if as many were
     * written as were not held; else all of them are asked for again, and what is ours by now says so.
     */
    @Nullable
    Verdict[] verdicts() {
        boolean areAllWritten =
                text.chars().filter(letter -> letter == NOT_HELD).count() == written;
        @Nullable Verdict[] verdicts = new @Nullable Verdict[text.length()];
        for (int i = 0; i < verdicts.length; i++) {
            verdicts[i] = verdict(text.charAt(i), areAllWritten);
        }
        return verdicts;
    }

    private static @Nullable Verdict verdict(char letter, boolean areAllWritten) {
        return switch (letter) {
            case NOT_HELD -> areAllWritten ? Verdict.CLAIMED : null;
            case 'o' -> Verdict.CLAIMED;
            case 'l' -> Verdict.IN_FLIGHT;
            case 'd' -> Verdict.DUPLICATE;
            default -> throw new IllegalStateException("The server answered a claim with the letter '" + letter + "'");
        };
    }
}
