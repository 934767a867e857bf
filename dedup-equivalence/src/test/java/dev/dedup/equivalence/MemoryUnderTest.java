// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence;

import dev.dedup.memory.InMemoryClaimStore;
import dev.dedup.spi.ClaimStore;
import dev.dedup.tck.ContractClock;
import dev.dedup.tck.ManualClock;
import dev.dedup.testservers.TcpProxy;

/** The store in memory. Its clients are one object: what they hold is nowhere else. */
final class MemoryUnderTest implements StoreUnderTest {
    private final ManualClock clock = new ManualClock();
    private final ClaimStore store = InMemoryClaimStore.builder().clock(clock).build();

    @Override
    public StoreKind kind() {
        return StoreKind.MEMORY;
    }

    @Override
    public ClaimStore open() {
        return store.shared();
    }

    @Override
    public ClaimStore open(TcpProxy proxy) {
        throw noServer();
    }

    @Override
    public String url() {
        throw noServer();
    }

    @Override
    public String url(TcpProxy proxy) {
        throw noServer();
    }

    @Override
    public ContractClock clock() {
        return clock;
    }

    @Override
    public TestServer server() {
        throw noServer();
    }

    @Override
    public void close() {
        store.close();
    }

    @Override
    public String toString() {
        return "memory";
    }

    private static IllegalStateException noServer() {
        return new IllegalStateException("The store in memory has no server: leave StoreKind.MEMORY out of this test");
    }
}
