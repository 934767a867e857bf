// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import dev.dedup.spi.ClaimStore;
import dev.dedup.tck.ClaimStoreContract;
import dev.dedup.tck.ContractClock;
import dev.dedup.tck.StoreFaults;
import dev.dedup.testservers.PostgresServer;
import dev.dedup.testservers.TcpProxy;
import dev.dedup.testservers.claims.CutOff;
import dev.dedup.testservers.claims.ServerClock;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** The contract in transactions of the store's own, by a URL, through a proxy that can be cut, on a server that can be restarted. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OwnTransactionContract extends ClaimStoreContract {
    private final PostgresServer server;
    private final TcpProxy proxy;
    private ServerClock clock;

    OwnTransactionContract(int version) {
        server = Servers.start(version);
        proxy = TcpProxy.to(server.host(), server.port());
        clock = ServerClock.of(server);
    }

    @AfterAll
    void end() {
        clock.close();
        proxy.close();
        server.close();
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

    /** Without warning, so that the server has nothing but what it had on its disk. */
    @Override
    protected Optional<ClaimStore> restart(ClaimStore store) {
        store.close();
        clock.close();
        server.kill();
        server.start();
        clock = ServerClock.of(server);
        return Optional.of(createStore());
    }
}
