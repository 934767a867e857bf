// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence;

import dev.dedup.testservers.DynamoDbServer;
import dev.dedup.testservers.PostgresServer;
import dev.dedup.testservers.TcpProxy;
import dev.dedup.testservers.ValkeyServer;

/**
 * What can be done to every server. From one thread at a time.
 *
 * @param description its kind, version and origin
 * @param host where it listens
 * @param port where it listens
 * @param isHttp whether it is asked by HTTP
 * @param start starts it again after {@code kill}, on the same port
 * @param kill ends it without warning (SIGKILL)
 * @param pause stops it in the middle of whatever it does (SIGSTOP)
 * @param resume lets it go on (SIGCONT)
 * @param close ends it and deletes its files
 */
public record TestServer(
        String description,
        String host,
        int port,
        boolean isHttp,
        Runnable start,
        Runnable kill,
        Runnable pause,
        Runnable resume,
        Runnable close) {
    static TestServer of(ValkeyServer server) {
        return new TestServer(
                ValkeyServer.description(),
                server.host(),
                server.port(),
                false,
                server::start,
                server::kill,
                server::pause,
                server::resume,
                server::close);
    }

    static TestServer of(PostgresServer server) {
        return new TestServer(
                server.description(),
                server.host(),
                server.port(),
                false,
                server::start,
                server::kill,
                server::pause,
                server::resume,
                server::close);
    }

    static TestServer of(DynamoDbServer server) {
        return new TestServer(
                server.description(),
                server.host(),
                server.port(),
                true,
                server::start,
                server::kill,
                server::pause,
                server::resume,
                server::close);
    }

    /**
     * Puts a proxy in front of it.
     *
     * @return the proxy, which the caller closes
     */
    public TcpProxy proxy() {
        return isHttp ? TcpProxy.toHttp(host, port) : TcpProxy.to(host, port);
    }
}
