// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence;

import dev.dedup.spi.ClaimStore;
import dev.dedup.tck.ContractClock;
import dev.dedup.testservers.TcpProxy;
import dev.dedup.testservers.ValkeyServer;
import dev.dedup.testservers.claims.ServerClock;
import dev.dedup.valkey.ValkeyClaimStore;

/** A Valkey server of its own, and the store on it. */
final class ValkeyUnderTest implements StoreUnderTest {
    private final ValkeyServer valkey;
    private final TestServer server;
    private final ServerClock clock;

    private ValkeyUnderTest(ValkeyServer valkey) {
        this.valkey = valkey;
        this.server = TestServer.of(valkey);
        this.clock = ServerClock.of(valkey);
    }

    static StoreUnderTest start() {
        return new ValkeyUnderTest(ValkeyServer.started());
    }

    static StoreUnderTest startDurable() {
        return new ValkeyUnderTest(ValkeyServer.builder()
                .config("appendonly", "yes")
                .config("appendfsync", "always")
                .start());
    }

    @Override
    public StoreKind kind() {
        return StoreKind.VALKEY;
    }

    @Override
    public ClaimStore open() {
        return Opening.of(() -> ValkeyClaimStore.connect(url()));
    }

    @Override
    public ClaimStore open(TcpProxy proxy) {
        return Opening.of(() -> ValkeyClaimStore.connect(url(proxy)));
    }

    @Override
    public String url() {
        return valkey.uri();
    }

    @Override
    public String url(TcpProxy proxy) {
        return "valkey://" + proxy.host() + ":" + proxy.port();
    }

    @Override
    public ContractClock clock() {
        return clock.contractClock();
    }

    @Override
    public TestServer server() {
        return server;
    }

    @Override
    public void close() {
        clock.close();
        server.close().run();
    }

    @Override
    public String toString() {
        return server.description();
    }
}
