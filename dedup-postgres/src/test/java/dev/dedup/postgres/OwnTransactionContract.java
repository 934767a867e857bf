// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import dev.dedup.spi.ClaimStore;
import dev.dedup.tck.ClaimStoreContract;
import dev.dedup.tck.ContractClock;
import dev.dedup.tck.StoreFaults;
import dev.dedup.testservers.PostgresServer;
import dev.dedup.testservers.TcpProxy;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.TestInstance;

/** The contract in transactions of the store's own, by a URL and through a proxy that can be cut. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OwnTransactionContract extends ClaimStoreContract {
    private final PostgresServer server;

    @AutoClose
    private final ServerClock clock;

    @AutoClose
    private final TcpProxy proxy;

    OwnTransactionContract(PostgresServer server) {
        this.server = server;
        this.clock = new ServerClock(server);
        this.proxy = TcpProxy.to(server.host(), server.port());
    }

    PostgresClaimStoreBuilder configured(PostgresClaimStoreBuilder builder) {
        return builder;
    }

    @Override
    protected ClaimStore createStore() {
        return configured(PostgresClaimStore.builder().url(Servers.url(server, proxy.port())))
                .build();
    }

    @Override
    protected ContractClock clock() {
        return clock.contractClock();
    }

    @Override
    protected Optional<ClaimStore> createPeer(ClaimStore store) {
        return Optional.of(configured(PostgresClaimStore.builder().url(Servers.url(server)))
                .build());
    }

    @Override
    protected Optional<StoreFaults> faults(ClaimStore store) {
        return Optional.of(new CutOff(proxy));
    }
}
