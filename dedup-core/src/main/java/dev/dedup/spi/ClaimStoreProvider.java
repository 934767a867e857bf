// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.spi;

import java.util.Locale;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;

/**
 * Opens stores of one kind by URL; found by {@link ServiceLoader}.
 *
 * <p>Implementations are public, stateless, and have a public constructor without parameters.
 */
public interface ClaimStoreProvider {
    /**
     * Returns the URL schemes this provider opens.
     *
     * @return the schemes in lower case, without the colon, such as {@code memory}
     */
    Set<String> schemes();

    /**
     * Opens a store.
     *
     * @param url a URL with one of this provider's schemes
     * @return the store, which the caller closes
     * @throws IllegalArgumentException if the URL is malformed or has an unknown option; the message holds no credentials
     * @throws StoreException if the store cannot be reached or does not fit
     */
    ClaimStore open(String url);

    /**
     * Opens the store that a URL names, with whichever installed provider has its scheme.
     *
     * @param url such as {@code memory:} or {@code valkey://localhost:6379}
     * @return the store, which the caller closes
     * @throws IllegalArgumentException if the URL has no scheme, no installed provider knows the scheme, or the provider refuses
     *     the URL
     * @throws StoreException if the store cannot be reached or does not fit
     */
    static ClaimStore openStore(String url) {
        String scheme = scheme(url);
        Set<String> installed = new TreeSet<>();
        for (ClaimStoreProvider provider : ServiceLoader.load(ClaimStoreProvider.class)) {
            if (provider.schemes().contains(scheme)) {
                return provider.open(url);
            }
            installed.addAll(provider.schemes());
        }
        throw new IllegalArgumentException("No installed store has the URL scheme '" + scheme + "'; installed are "
                + installed + ". Put the store's module on the class path, or choose one of these");
    }

    private static String scheme(String url) {
        int colon = url.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException(
                    "A store URL begins with a scheme and a colon, such as memory: ; this one has none");
        }
        return url.substring(0, colon).toLowerCase(Locale.ROOT);
    }
}
