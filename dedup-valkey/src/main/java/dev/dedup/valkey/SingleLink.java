// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.protocol.RedisCommand;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The way to one server: a single one, or the primary of a set of replicas. */
final class SingleLink implements Link {
    private static final long SHORTEST_TIME_BETWEEN_RECONNECTS = 1_000_000_000;

    private final StatefulRedisConnection<byte[], byte[]> connection;
    private final boolean unpacksBatches;
    private final Runnable shutdown;
    private final AtomicLong lastReconnect = new AtomicLong(System.nanoTime() - SHORTEST_TIME_BETWEEN_RECONNECTS);

    /**
     * Wraps a connection.
     *
     * @param unpacksBatches whether the pipeline has a {@link BatchUnpacker}; not so with a client that the user brought
     * @param shutdown what to do after the connection is closed
     */
    SingleLink(StatefulRedisConnection<byte[], byte[]> connection, boolean unpacksBatches, Runnable shutdown) {
        this.connection = connection;
        this.unpacksBatches = unpacksBatches;
        this.shutdown = shutdown;
    }

    @Override
    public void send(List<? extends KeyCommand<?>> commands) {
        write(connection, commands, unpacksBatches);
    }

    /** Writes commands to one server. */
    static void write(
            StatefulRedisConnection<byte[], byte[]> connection,
            List<? extends KeyCommand<?>> commands,
            boolean unpacksBatches) {
        if (commands.size() == 1) {
            connection.dispatch(commands.get(0));
        } else if (unpacksBatches) {
            connection.dispatch(KeyBatch.of(commands));
        } else {
            connection.dispatch(List.<RedisCommand<byte[], byte[], ?>>copyOf(commands));
        }
    }

    @Override
    public void follow(KeyCommand<?> command) {
        connection.dispatch(command);
    }

    /** A node that became a replica keeps its connections: only a new one finds the new primary, by name or by Sentinel. */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the answer is the connection's end
    public void refused(String error) {
        if (error.startsWith("READONLY")) {
            long last = lastReconnect.get();
            long now = System.nanoTime();
            if (now - last >= SHORTEST_TIME_BETWEEN_RECONNECTS && lastReconnect.compareAndSet(last, now)) {
                connection.async().quit();
            }
        }
    }

    @Override
    public List<ServerInfo> infos(String section) {
        return List.of(ServerInfo.parse(connection.sync().info(section)));
    }

    @Override
    public void close() {
        connection.close();
        shutdown.run();
    }
}
