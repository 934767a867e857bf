// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimStoreProvider;
import dev.dedup.spi.StoreException;
import java.util.Map;
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

    /** Returns the URL of a store that nobody can open. */
    static String unreachable() {
        return "test:unreachable";
    }

    @Override
    public Set<String> schemes() {
        return Set.of("test");
    }

    @Override
    public ClaimStore open(String url) {
        ClaimStore store = STORES.get(url);
        if (store == null) {
            throw StoreException.permanent("test", "open", "there is no store " + url + "; put one there", null);
        }
        return store.shared();
    }
}
