// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import dev.dedup.spi.ClaimStore;
import dev.dedup.tck.ClaimStoreContract;
import dev.dedup.tck.ContractClock;
import dev.dedup.testservers.ValkeyCluster;
import dev.dedup.testservers.claims.ServerClock;
import io.lettuce.core.cluster.RedisClusterClient;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;

/** A cluster of three nodes, by a client of the application's own. */
@Tag("one-jdk")
class BroughtClusterClientContractTest extends ClaimStoreContract {
    @AutoClose
    private static final ValkeyCluster CLUSTER = ValkeyCluster.started();

    @AutoClose
    private static final ServerClock CLOCK = ServerClock.of(CLUSTER.nodes().get(0));

    @AutoClose
    private static final RedisClusterClient CLIENT = RedisClusterClient.create("redis://"
            + CLUSTER.nodes().get(0).host() + ":" + CLUSTER.nodes().get(0).port());

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
