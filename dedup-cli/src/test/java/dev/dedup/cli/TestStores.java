// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimStoreProvider;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Lets {@code --store test:NAME} open a store that the test holds. */
public final class TestStores implements ClaimStoreProvider {
    private static final Map<String, ClaimStore> STORES = new ConcurrentHashMap<>();

    /** Makes a provider. */
    public TestStores() {}

    static String put(String name, ClaimStore store) {
        STORES.put("test:" + name, store);
        return "test:" + name;
    }

    @Override
    public Set<String> schemes() {
        return Set.of("test");
    }

    @Override
    public ClaimStore open(String url) {
        return Objects.requireNonNull(STORES.get(url), url).shared();
    }
}
