// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import dev.dedup.spi.Verdict;
import org.jspecify.annotations.Nullable;

/** What a claim's statement says of each key, in a letter: a thousand rows cost more than a text of a thousand letters. */
final class Letters {
    private Letters() {}

    /** Returns what the letter means; null for a key that another has changed meanwhile, so that it has to be asked for again. */
    static @Nullable Verdict verdict(char letter) {
        return switch (letter) {
            case 'n', 'o' -> Verdict.CLAIMED;
            case 'l' -> Verdict.IN_FLIGHT;
            case 'd' -> Verdict.DUPLICATE;
            case 'a' -> null;
            default -> throw new IllegalStateException("The server answered a claim with the letter '" + letter + "'");
        };
    }
}
