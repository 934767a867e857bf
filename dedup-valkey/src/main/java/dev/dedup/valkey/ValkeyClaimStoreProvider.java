// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimStoreProvider;
import java.util.Set;

/**
 * Opens {@link ValkeyClaimStore}s by URL, {@code valkey://host:6379} or, over TLS, {@code valkeys://host:6379}.
 *
 * <p>Stateless and thread-safe. {@link ValkeyClaimStoreBuilder#url(String)} lists all of the URL.
 */
public final class ValkeyClaimStoreProvider implements ClaimStoreProvider {
    /** Makes a provider; {@link java.util.ServiceLoader} does. */
    public ValkeyClaimStoreProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of(ValkeyUrl.SCHEME, ValkeyUrl.TLS_SCHEME);
    }

    @Override
    public ClaimStore open(String url) {
        return ValkeyClaimStore.connect(url);
    }
}
