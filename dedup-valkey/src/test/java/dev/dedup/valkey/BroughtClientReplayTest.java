// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import dev.dedup.testservers.TcpProxy;
import dev.dedup.testservers.ValkeyServer;
import io.lettuce.core.RedisClient;
import java.util.List;
import org.junit.jupiter.api.AutoClose;

/** Replays by a client of the application's own, at one server. */
class BroughtClientReplayTest extends ReplayTests {
    @AutoClose
    private static final ValkeyServer SERVER = ValkeyServer.started();

    @AutoClose
    private static final TcpProxy PROXY = TcpProxy.to(SERVER.host(), SERVER.port());

    @AutoClose
    private static final RedisClient CLIENT = RedisClient.create("redis://" + PROXY.host() + ":" + PROXY.port());

    BroughtClientReplayTest() {
        super(List.of(PROXY), List.of(SERVER));
    }

    @Override
    ValkeyClaimStore open() {
        return ValkeyClaimStore.builder().client(CLIENT).build();
    }
}
