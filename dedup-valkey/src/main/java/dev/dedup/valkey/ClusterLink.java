// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The way to the nodes of a cluster: batches are split by the node that has each key's slot.
 *
 * <p>What a node answers with a redirection goes through Lettuce's own routing, which follows it and learns the new topology.
 */
final class ClusterLink implements Link {
    private final StatefulRedisClusterConnection<byte[], byte[]> connection;
    private final KeyPrefix prefix;
    private final boolean unpacksBatches;
    private final Runnable shutdown;

    ClusterLink(
            StatefulRedisClusterConnection<byte[], byte[]> connection,
            KeyPrefix prefix,
            boolean unpacksBatches,
            Runnable shutdown) {
        this.connection = connection;
        this.prefix = prefix;
        this.unpacksBatches = unpacksBatches;
        this.shutdown = shutdown;
    }

    @Override
    public void send(List<? extends KeyCommand<?>> commands) {
        if (commands.size() == 1) {
            follow(commands.get(0));
        } else {
            byNode(commands).forEach(this::send);
        }
    }

    @Override
    public void follow(KeyCommand<?> command) {
        command.isSentAs(connection.dispatch(command));
    }

    @Override
    public void refused(String error) {
        // Lettuce refreshes its view of a cluster by itself.
    }

    @Override
    public List<ServerInfo> infos(String section) {
        List<ServerInfo> infos = new ArrayList<>();
        for (RedisClusterNode node : connection.getPartitions()) {
            if (node.getRole().isUpstream() && !node.getSlots().isEmpty()) {
                String text = connection
                        .getConnection(node.getUri().getHost(), node.getUri().getPort())
                        .sync()
                        .info(section);
                infos.add(ServerInfo.parse(text));
            }
        }
        return infos;
    }

    @Override
    public void close() {
        connection.close();
        shutdown.run();
    }

    private Map<Node, List<KeyCommand<?>>> byNode(List<? extends KeyCommand<?>> commands) {
        Map<Node, List<KeyCommand<?>>> byNode = new HashMap<>();
        for (KeyCommand<?> command : commands) {
            Node node = Node.of(connection.getPartitions().getPartitionBySlot(prefix.slot(command.fingerprint())));
            byNode.computeIfAbsent(node, unseen -> new ArrayList<>()).add(command);
        }
        return byNode;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // whatever goes wrong ends in the commands
    private void send(Node node, List<KeyCommand<?>> commands) {
        if (node.equals(Node.UNKNOWN)) {
            commands.forEach(this::follow);
            return;
        }
        try {
            connection
                    .getConnectionAsync(node.host(), node.port())
                    .whenComplete((direct, failure) -> send(direct, failure, commands));
        } catch (RuntimeException e) {
            fail(commands, e);
        }
    }

    private void send(
            @Nullable StatefulRedisConnection<byte[], byte[]> direct,
            @Nullable Throwable failure,
            List<KeyCommand<?>> commands) {
        if (direct == null || failure != null) {
            fail(commands, failure == null ? new IllegalStateException("no connection") : failure);
            return;
        }
        try {
            SingleLink.write(direct, commands, unpacksBatches);
        } catch (RuntimeException e) {
            fail(commands, e);
        }
    }

    /** One node's trouble is not that of the keys that others have. */
    private static void fail(List<KeyCommand<?>> commands, Throwable reason) {
        commands.forEach(command -> command.completeExceptionally(reason));
    }

    /** Where a node is. */
    private record Node(String host, int port) {
        /** No node has the slot, by what is known here. */
        static final Node UNKNOWN = new Node("", 0);

        static Node of(@Nullable RedisClusterNode node) {
            return node == null
                    ? UNKNOWN
                    : new Node(node.getUri().getHost(), node.getUri().getPort());
        }
    }
}
