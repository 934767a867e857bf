// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimStoreProvider;
import java.util.Set;

/**
 * Opens {@link DynamoDbClaimStore}s by URL, {@code dynamodb://table?region=eu-west-1}.
 *
 * <p>Stateless and thread-safe. {@link DynamoDbClaimStoreBuilder#url(String)} lists all of the URL.
 */
public final class DynamoDbClaimStoreProvider implements ClaimStoreProvider {
    /** Makes a provider; {@link java.util.ServiceLoader} does. */
    public DynamoDbClaimStoreProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of(DynamoDbUrl.SCHEME);
    }

    @Override
    public ClaimStore open(String url) {
        return DynamoDbClaimStore.connect(url);
    }
}
