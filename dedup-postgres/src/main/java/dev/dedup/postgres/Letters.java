// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import dev.dedup.spi.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What a claim's statement says of each key, in a letter: a thousand rows cost more than a text of a thousand letters.
 *
 * @param text the letters, in the server's order of keys
 */
record Letters(String text) {
    /** What the letters mean, in their order; null for a key that has to be asked for again, as somebody came in between. */
    @Nullable
    Verdict[] verdicts() {
        @Nullable Verdict[] verdicts = new @Nullable Verdict[text.length()];
        for (int i = 0; i < verdicts.length; i++) {
            verdicts[i] = verdict(text.charAt(i));
        }
        return verdicts;
    }

    private static @Nullable Verdict verdict(char letter) {
        return switch (letter) {
            case 'o' -> Verdict.CLAIMED;
            case 'l' -> Verdict.IN_FLIGHT;
            case 'd' -> Verdict.DUPLICATE;
            case 'n' -> null;
            default -> throw new IllegalStateException("The server answered a claim with the letter '" + letter + "'");
        };
    }
}
