// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence;

import dev.dedup.spi.ClaimStore;
import dev.dedup.tck.ContractClock;
import dev.dedup.testservers.TcpProxy;
import java.util.Map;

/** A store with all that holds its claims, among which every client that is opened finds the others' claims. */
public interface StoreUnderTest extends AutoCloseable {
    /**
     * Says which it is.
     *
     * @return the kind
     */
    StoreKind kind();

    /**
     * Opens a new client.
     *
     * @return the client, which the caller closes
     */
    ClaimStore open();

    /**
     * Opens a new client with the options that change how it asks, and must not change what it is answered.
     *
     * @return the client, which the caller closes; one of {@link #open} if the store has no such options
     */
    default ClaimStore openTuned() {
        return open();
    }

    /**
     * Opens a new client on the real clock, by which the claims of other processes expire.
     *
     * @return the client, which the caller closes
     */
    default ClaimStore openOnRealClock() {
        return open();
    }

    /**
     * Opens a new client whose connections lead through a proxy.
     *
     * @param proxy a proxy of the {@link #server}
     * @return the client, which the caller closes
     * @throws IllegalStateException if this store has no server
     */
    ClaimStore open(TcpProxy proxy);

    /**
     * Opens a new client as {@link #openTuned()} does, whose connections lead through a proxy.
     *
     * @param proxy a proxy of the {@link #server}
     * @return the client, which the caller closes; one of {@link #open(TcpProxy)} if the store has no such options
     * @throws IllegalStateException if this store has no server
     */
    default ClaimStore openTuned(TcpProxy proxy) {
        return open(proxy);
    }

    /**
     * Says how another process opens a client, on the real clock.
     *
     * @return a URL for {@link dev.dedup.spi.ClaimStoreProvider#openStore}
     * @throws IllegalStateException if this store has no server
     */
    String url();

    /**
     * Says how another process opens a client through a proxy.
     *
     * @param proxy a proxy of the {@link #server}
     * @return a URL for {@link dev.dedup.spi.ClaimStoreProvider#openStore}
     * @throws IllegalStateException if this store has no server
     */
    String url(TcpProxy proxy);

    /**
     * Says what a process must have in its environment to open the {@link #url}, beside that.
     *
     * @return variables, none where the URL says everything
     */
    default Map<String, String> credentials() {
        return Map.of();
    }

    /**
     * Returns the clock by which the claims of {@link #open} expire.
     *
     * @return one that is moved, or that of a server, which is waited on and ends when the server is killed
     */
    ContractClock clock();

    /**
     * Returns what holds the claims.
     *
     * @return the server
     * @throws IllegalStateException if this store has none
     */
    TestServer server();

    /** Ends the server. */
    @Override
    void close();
}
