// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimStoreProvider;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Opens the store of {@code --store}, and shows its URL without what should stay secret. */
final class StoreUrl {
    private static final Pattern USER_INFO = Pattern.compile("(?s)^([a-zA-Z][a-zA-Z0-9+.-]*://)?.*@");
    private static final Pattern SHOWN = Pattern.compile("(?is)memory:.*|[a-z0-9+.-]*");
    private static final Pattern SCHEME = Pattern.compile("(?s)^([a-zA-Z][a-zA-Z0-9+.-]*:)?.*");
    private static final Pattern AUTHORITY = Pattern.compile("(?s)://([^/?#]*)");
    private static final String HOST = "(?:[^\\s:,]+|\\[[0-9a-fA-F:.%]+])(?::\\d*)?";
    private static final Pattern HOSTS = Pattern.compile("(?:" + HOST + "(?:," + HOST + ")*)?");
    private static final Pattern BEFORE_URL = Pattern.compile("\\s+(?=[a-zA-Z][a-zA-Z0-9+.-]*://|memory:)");
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
     * Takes several URLs apart that stand in one text with white space between. White space may stand in a password, too, against the
     * rules: so the text is cut only where a URL begins after it.
     */
    static List<String> several(String text) {
        return BEFORE_URL
                .splitAsStream(text.strip())
                .filter(Predicate.not(String::isEmpty))
                .toList();
    }

    /**
     * Returns the URL without user, password and the values of options that sound secret. A password may hold any character, also one
     * that would have had to be escaped, so everything up to the last at sign goes. Where there is none, it may have been forgotten:
     * what is no list of hosts goes, and all after it. Where there is no {@code ://} either, that may have been forgotten: all after the
     * scheme goes, but for the memory store, which has no password.
     */
    static String redacted(String url) {
        String anonymous = url.contains("@") ? USER_INFO.matcher(url).replaceFirst("$1***@") : withoutOdd(url);
        return SECRET.matcher(anonymous).replaceAll("$1***");
    }

    private static String withoutOdd(String url) {
        Matcher authority = AUTHORITY.matcher(url);
        if (!authority.find()) {
            return SHOWN.matcher(url).matches() ? url : SCHEME.matcher(url).replaceFirst("$1***");
        }
        boolean isOdd = !HOSTS.matcher(authority.group(1)).matches();
        return isOdd ? url.substring(0, authority.start()) + "://***" : url;
    }
}
