// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** The recipe of two sets of hashes as one writes it in Java at first. */
final class NaiveRecipe {
    private NaiveRecipe() {}

    @SuppressWarnings("StringSplitter") // the recipe splits like this
    static String cleanMessage(String message) {
        return String.join(" ", message.toLowerCase(Locale.ROOT).split("\\s+"));
    }

    static String computeHash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
