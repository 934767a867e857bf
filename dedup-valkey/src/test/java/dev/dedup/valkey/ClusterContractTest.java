// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.spi.ClaimStore;
import dev.dedup.tck.ClaimStoreContract;
import dev.dedup.tck.ContractClock;
import dev.dedup.testservers.ValkeyCluster;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;

/** A cluster of three nodes, as a user of the least privileges, who is never refused anything. */
class ClusterContractTest extends ClaimStoreContract {
    @AutoClose
    private static final ValkeyCluster CLUSTER = ValkeyCluster.started(
            0, node -> node.user("default", "off").user(LeastPrivileges.USER, LeastPrivileges.clusterRules()));

    @AutoClose
    private static final ServerClock CLOCK = new ServerClock(CLUSTER.nodes().get(0));

    @Override
    protected ClaimStore createStore() {
        var first = CLUSTER.nodes().get(0);
        return ValkeyClaimStore.connect("valkey://" + LeastPrivileges.LOGIN + first.host() + ":" + first.port());
    }

    @Override
    protected Optional<ClaimStore> createPeer(ClaimStore store) {
        var second = CLUSTER.nodes().get(1);
        return Optional.of(
                ValkeyClaimStore.connect("valkey://" + LeastPrivileges.LOGIN + second.host() + ":" + second.port()));
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
        assertThat(LeastPrivileges.refusals(CLUSTER.nodes())).isEmpty();
    }
}
