// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import dev.dedup.testservers.TcpProxy;
import dev.dedup.testservers.ValkeyServer;
import java.util.List;
import org.junit.jupiter.api.AutoClose;

/** Replays by the store's own client, at one server. */
class StandaloneReplayTest extends ReplayTests {
    @AutoClose
    private static final ValkeyServer SERVER = ValkeyServer.started();

    @AutoClose
    private static final TcpProxy PROXY = TcpProxy.to(SERVER.host(), SERVER.port());

    StandaloneReplayTest() {
        super(List.of(PROXY), List.of(SERVER));
    }

    @Override
    ValkeyClaimStore open() {
        return ValkeyClaimStore.connect("valkey://" + PROXY.host() + ":" + PROXY.port());
    }
}
