// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import io.lettuce.core.cluster.RedisClusterClient;
import org.junit.jupiter.api.AutoClose;

/** Replays by a client of the application's own, in a cluster. */
class BroughtClusterClientReplayTest extends ReplayTests {
    @AutoClose
    private static final ProxiedCluster CLUSTER = new ProxiedCluster();

    @AutoClose
    private static final RedisClusterClient CLIENT = RedisClusterClient.create("redis://"
            + CLUSTER.proxies().get(0).host() + ":" + CLUSTER.proxies().get(0).port());

    BroughtClusterClientReplayTest() {
        super(CLUSTER.proxies(), CLUSTER.servers());
    }

    @Override
    ValkeyClaimStore open() {
        return ValkeyClaimStore.builder().client(CLIENT).build();
    }
}
