// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.postgres;

import dev.dedup.postgres.PostgresClaimStore;
import dev.dedup.testservers.PostgresServer;

/** Servers that keep what they have answered, as in production. */
final class Servers {
    private Servers() {}

    /** A server with the table of claims. */
    static PostgresServer started() {
        PostgresServer server = PostgresServer.builder()
                .durable()
                .config("shared_buffers", "1GB")
                .config("max_wal_size", "8GB")
                .config("max_connections", "200")
                .start();
        PostgresClaimStore.builder().url(url(server)).createSchema().build().close();
        return server;
    }

    static String url(PostgresServer server) {
        return server.uri(server.user(), server.password());
    }
}
