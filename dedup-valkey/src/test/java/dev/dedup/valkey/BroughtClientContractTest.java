// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import dev.dedup.spi.ClaimStore;
import dev.dedup.tck.ClaimStoreContract;
import dev.dedup.tck.ContractClock;
import dev.dedup.testservers.ValkeyServer;
import dev.dedup.testservers.claims.ServerClock;
import io.lettuce.core.RedisClient;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;

/** One server, by a client of the application's own. */
@Tag("one-jdk")
class BroughtClientContractTest extends ClaimStoreContract {
    @AutoClose
    private static final ValkeyServer SERVER = ValkeyServer.started();

    @AutoClose
    private static final ServerClock CLOCK = ServerClock.of(SERVER);

    @AutoClose
    private static final RedisClient CLIENT = RedisClient.create("redis://" + SERVER.host() + ":" + SERVER.port());

    @Override
    protected ClaimStore createStore() {
        return ValkeyClaimStore.builder().client(CLIENT).build();
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
}
