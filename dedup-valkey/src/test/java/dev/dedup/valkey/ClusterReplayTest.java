// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import dev.dedup.testservers.TcpProxy;
import org.junit.jupiter.api.AutoClose;

/** Replays by the store's own client, in a cluster. */
class ClusterReplayTest extends ReplayTests {
    @AutoClose
    private static final ProxiedCluster CLUSTER = new ProxiedCluster();

    ClusterReplayTest() {
        super(CLUSTER.proxies(), CLUSTER.servers());
    }

    @Override
    ValkeyClaimStore open() {
        TcpProxy first = CLUSTER.proxies().get(0);
        return ValkeyClaimStore.connect("valkey://" + first.host() + ":" + first.port());
    }
}
