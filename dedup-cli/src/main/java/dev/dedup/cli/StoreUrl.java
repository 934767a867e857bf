// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimStoreProvider;
import java.util.regex.Pattern;

/** Opens the store of {@code --store}, and shows its URL without what should stay secret. */
final class StoreUrl {
    private static final Pattern USER_INFO = Pattern.compile("//.*@");
    private static final Pattern SECRET =
            Pattern.compile("(?i)([?&][^=&]*(?:pass|pwd|secret|token|key|credential|auth)[^=&]*=)[^&#]*");

    private StoreUrl() {}

    /**
     * Opens a store.
     *
     * @throws RunException if the URL names none
     * @throws dev.dedup.spi.StoreException if the store cannot be reached
     */
    static ClaimStore open(String url) {
        try {
            return ClaimStoreProvider.openStore(url);
        } catch (IllegalArgumentException e) {
            String reason = String.valueOf(e.getMessage()).replace(url, redacted(url));
            throw RunException.usage("--store " + redacted(url) + ": " + reason);
        }
    }

    /**
     * Returns the URL without user, password and the values of options that sound secret. A password may hold any character, also one
     * that would have had to be escaped, so everything up to the last at sign goes.
     */
    static String redacted(String url) {
        String anonymous = USER_INFO.matcher(url).replaceAll("//***@");
        return SECRET.matcher(anonymous).replaceAll("$1***");
    }
}
