// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimStoreProvider;
import dev.dedup.spi.StoreException;
import dev.dedup.testservers.claims.ForwardingStore;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Lets {@code --store test://NAME} open a store that the test holds. */
public final class TestStores implements ClaimStoreProvider {
    private static final Map<String, ClaimStore> STORES = new ConcurrentHashMap<>();
    private static final Map<String, Integer> OPEN = new ConcurrentHashMap<>();

    /** Makes a provider. */
    public TestStores() {}

    static String put(String name, ClaimStore store) {
        STORES.put("test://" + name, store);
        OPEN.put("test://" + name, 0);
        return "test://" + name;
    }

    /** Returns the URL of a store that nobody can open. */
    static String unreachable() {
        return "test://unreachable";
    }

    /** Returns how often a store was opened and has not been closed. */
    static int stillOpen(String url) {
        return OPEN.getOrDefault(url, 0);
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
        OPEN.merge(url, 1, Integer::sum);
        return new ForwardingStore(store.shared()) {
            @Override
            public void close() {
                OPEN.merge(url, -1, Integer::sum);
                super.close();
            }
        };
    }
}
