// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimStoreProvider;
import java.util.Set;

/**
 * Opens {@link PostgresClaimStore}s by URL, {@code postgresql://user:password@host:5432/database}.
 *
 * <p>Stateless and thread-safe. {@link PostgresClaimStoreBuilder#url(String)} lists all of the URL.
 */
public final class PostgresClaimStoreProvider implements ClaimStoreProvider {
    /** Makes a provider; {@link java.util.ServiceLoader} does. */
    public PostgresClaimStoreProvider() {}

    @Override
    public Set<String> schemes() {
        return PostgresUrl.SCHEMES;
    }

    @Override
    public ClaimStore open(String url) {
        return PostgresClaimStore.connect(url);
    }
}
