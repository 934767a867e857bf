// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.spi.ClaimStore;
import dev.dedup.tck.ClaimStoreContract;
import dev.dedup.tck.ContractClock;
import dev.dedup.testservers.ValkeyServer;
import dev.dedup.testservers.claims.ServerClock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;

/** One server with TLS, where it can, as a user of the least privileges, who is never refused anything. */
class TlsAndAclContractTest extends ClaimStoreContract {
    @AutoClose
    private static final ValkeyServer SERVER = Tls.addTo(ValkeyServer.builder())
            .user("default", "off")
            .user(LeastPrivileges.USER, LeastPrivileges.rules())
            .start();

    @AutoClose
    private static final ServerClock CLOCK = ServerClock.of(SERVER);

    @Override
    protected ClaimStore createStore() {
        return ValkeyClaimStore.connect(Tls.url(SERVER, LeastPrivileges.LOGIN));
    }

    @Override
    protected Optional<ClaimStore> createPeer(ClaimStore store) {
        return Optional.of(createStore());
    }

    @Override
    protected ContractClock clock() {
        return CLOCK.contractClock();
    }

    @Override
    protected int trials() {
        return 50;
    }

    @AfterEach
    void nothingWasRefused() {
        assertThat(LeastPrivileges.refusals(List.of(SERVER))).isEmpty();
    }
}
