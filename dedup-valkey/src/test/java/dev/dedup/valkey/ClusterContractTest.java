// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.spi.ClaimStore;
import dev.dedup.tck.ClaimStoreContract;
import dev.dedup.tck.ContractClock;
import dev.dedup.testservers.ValkeyCluster;
import dev.dedup.testservers.claims.ServerClock;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;

/**
 * A cluster of three nodes with TLS, where they can, as a user of the least privileges, who is never refused anything: a serverless
 * cache is no other.
 */
@Tag("one-jdk")
class ClusterContractTest extends ClaimStoreContract {
    @AutoClose
    private static final ValkeyCluster CLUSTER = ValkeyCluster.started(
            0,
            node -> Tls.addTo(node).user("default", "off").user(LeastPrivileges.USER, LeastPrivileges.clusterRules()));

    @AutoClose
    private static final ServerClock CLOCK = ServerClock.of(CLUSTER.nodes().get(0));

    @Override
    protected ClaimStore createStore() {
        return connectTo(0);
    }

    @Override
    protected Optional<ClaimStore> createPeer(ClaimStore store) {
        return Optional.of(connectTo(1));
    }

    private static ClaimStore connectTo(int node) {
        return ValkeyClaimStore.connect(Tls.url(CLUSTER.nodes().get(node), LeastPrivileges.LOGIN));
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
