// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import dev.dedup.testservers.PostgresServer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One server of each version for all tests of this JVM, with the table of claims in its database. */
final class Servers {
    private static final Map<Integer, PostgresServer> RUNNING = new ConcurrentHashMap<>();

    private Servers() {}

    static PostgresServer oldest() {
        return of(PostgresServer.versions().get(0));
    }

    static PostgresServer newest() {
        return of(PostgresServer.versions().get(PostgresServer.versions().size() - 1));
    }

    static PostgresServer of(int version) {
        return RUNNING.computeIfAbsent(version, Servers::start);
    }

    private static PostgresServer start(int version) {
        PostgresServer server = PostgresServer.builder().version(version).start();
        PostgresClaimStore.builder().url(url(server)).createSchema().build().close();
        return server;
    }

    static String url(PostgresServer server) {
        return server.uri(server.user(), server.password());
    }

    /** The same by another port, that of a proxy. */
    static String url(PostgresServer server, int port) {
        return url(server).replace(":" + server.port() + "/", ":" + port + "/");
    }
}
