// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import dev.dedup.tck.ContractClock;
import dev.dedup.testservers.RespConnection;
import dev.dedup.testservers.ValkeyServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** The clock of a server, asked on a connection of its own. */
final class ServerClock implements AutoCloseable {
    private static final Duration TOLERANCE = Duration.ofMillis(5);

    private final RespConnection connection;

    ServerClock(ValkeyServer server) {
        connection = server.connect();
    }

    ContractClock contractClock() {
        return ContractClock.waitingFor(this::now, TOLERANCE);
    }

    /** Contract tests ask from one thread at a time, but not always from the same. */
    synchronized Instant now() {
        List<?> time = (List<?>) Objects.requireNonNull(connection.command("TIME"));
        long seconds = Long.parseLong(String.valueOf(time.get(0)));
        long micros = Long.parseLong(String.valueOf(time.get(1)));
        return Instant.ofEpochSecond(seconds, micros * 1_000);
    }

    @Override
    public void close() {
        connection.close();
    }
}
