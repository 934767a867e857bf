// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import dev.dedup.spi.ClaimStore;
import dev.dedup.tck.ClaimStoreContract;
import dev.dedup.tck.ContractClock;
import dev.dedup.tck.StoreFaults;
import dev.dedup.testservers.TcpProxy;
import dev.dedup.testservers.ValkeyServer;
import dev.dedup.testservers.claims.CutOff;
import dev.dedup.testservers.claims.ServerClock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;

/** One server, by a URL, which can be cut off. */
class StandaloneContractTest extends ClaimStoreContract {
    @AutoClose
    private static final ValkeyServer SERVER = ValkeyServer.started();

    @AutoClose
    private static final ServerClock CLOCK = ServerClock.of(SERVER);

    @AutoClose
    private final TcpProxy proxy = TcpProxy.to(SERVER.host(), SERVER.port());

    @Override
    protected ClaimStore createStore() {
        return ValkeyClaimStore.connect("valkey://" + proxy.host() + ":" + proxy.port());
    }

    @Override
    protected ContractClock clock() {
        return CLOCK.contractClock();
    }

    @Override
    protected Optional<ClaimStore> createPeer(ClaimStore store) {
        return Optional.of(ValkeyClaimStore.connect(SERVER.uri()));
    }

    @Override
    protected Optional<StoreFaults> faults(ClaimStore store) {
        return Optional.of(new CutOff(proxy));
    }

    /** Longer than the longest pause between two attempts to reconnect. */
    @Override
    protected Duration patience() {
        return Duration.ofSeconds(3);
    }
}
