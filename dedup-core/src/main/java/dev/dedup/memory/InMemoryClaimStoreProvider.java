// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimStoreProvider;
import java.util.Set;

/**
 * Opens in-memory stores by URL: {@code memory:} with the defaults, or {@code memory:?maximumClaims=5000000}.
 *
 * <p>Each opening makes a new, empty store. Stateless and thread-safe.
 */
public final class InMemoryClaimStoreProvider implements ClaimStoreProvider {
    private static final String OPTION = "maximumClaims";

    /** Makes a provider; {@link java.util.ServiceLoader} does. */
    public InMemoryClaimStoreProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of(InMemoryClaimStore.NAME);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if there is anything but an option after the scheme, the option is not
     *     {@code maximumClaims}, its value is not a whole number of at least 1, or the heap has no room for it
     */
    @Override
    public ClaimStore open(String url) {
        String rest = url.substring(url.indexOf(':') + 1);
        if (rest.isEmpty()) {
            return InMemoryClaimStore.create();
        }
        if (!rest.startsWith("?")) {
            throw new IllegalArgumentException("The URL of a memory store names a place, but a memory store has none;"
                    + " write memory: or memory:?" + OPTION + "=5000000");
        }
        return openWith(rest.substring(1));
    }

    /** Nothing but option names is ever shown: whoever mistakes this for another store's URL may have put a password into it. */
    private static ClaimStore openWith(String query) {
        InMemoryClaimStore.Builder builder = InMemoryClaimStore.builder();
        for (String part : query.split("&", -1)) {
            int equals = part.indexOf('=');
            String option = equals < 0 ? part : part.substring(0, equals);
            if (!option.equals(OPTION)) {
                throw new IllegalArgumentException("The URL of a memory store has the option '" + option
                        + "'; a memory store knows only " + OPTION + ", as in memory:?" + OPTION + "=5000000");
            }
            builder.maximumClaims(number(equals < 0 ? "" : part.substring(equals + 1)));
        }
        return builder.build();
    }

    private static long number(String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(
                    "The URL of a memory store sets " + OPTION + " to '" + value
                            + "'; write a whole number of at least 1, as in memory:?" + OPTION + "=5000000",
                    notANumber);
        }
    }
}
