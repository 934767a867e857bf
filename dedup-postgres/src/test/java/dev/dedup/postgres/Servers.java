// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import dev.dedup.testservers.PostgresServer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One server of each version for all tests of this JVM, with the table of claims in its database. */
final class Servers {
    static final int OLDEST = PostgresServer.versions().get(0);
    static final int NEWEST =
            PostgresServer.versions().get(PostgresServer.versions().size() - 1);

    private static final Map<Integer, PostgresServer> RUNNING = new ConcurrentHashMap<>();

    private Servers() {}

    static PostgresServer oldest() {
        return of(OLDEST);
    }

    static PostgresServer newest() {
        return of(NEWEST);
    }

    static PostgresServer of(int version) {
        return RUNNING.computeIfAbsent(version, Servers::start);
    }

    /** A server of the caller's own, likewise with the table. */
    static PostgresServer start(int version) {
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
