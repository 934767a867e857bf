// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A server in a cluster, what the others call it and where they reach it. */
record ClusterNode(ValkeyServer server, int busPort, String id) {
    private static final String NODE_TIMEOUT_MS = "1500";

    static ClusterNode start(Consumer<ValkeyServerBuilder> configure) {
        int busPort = FreePorts.next();
        var builder = ValkeyServer.builder()
                .config("cluster-enabled", "yes")
                .config("cluster-config-file", "nodes.conf")
                .config("cluster-node-timeout", NODE_TIMEOUT_MS)
                .config("cluster-port", String.valueOf(busPort));
        configure.accept(builder);
        var server = builder.start();
        return new ClusterNode(server, busPort, server.text("CLUSTER", "MYID"));
    }

    void serve(int firstSlot, int lastSlot, int epoch) {
        server.command("CLUSTER", "SET-CONFIG-EPOCH", String.valueOf(epoch));
        server.command("CLUSTER", "ADDSLOTSRANGE", String.valueOf(firstSlot), String.valueOf(lastSlot));
    }

    void meet(ClusterNode other) {
        if (!other.equals(this)) {
            server.command(
                    "CLUSTER",
                    "MEET",
                    other.server.host(),
                    String.valueOf(other.server.port()),
                    String.valueOf(other.busPort));
        }
    }

    /** An error means that it does not know that primary yet. */
    void replicate(ClusterNode primary) {
        server.awaitUntil("knows its primary", () -> "OK".equals(server.command("CLUSTER", "REPLICATE", primary.id)));
        server.awaitInStep(primary.server);
    }

    void awaitOk(int nodes) {
        server.awaitUntil("serves all slots and knows all nodes", () -> {
            var info = server.text("CLUSTER", "INFO").lines().toList();
            return info.contains("cluster_state:ok")
                    && info.contains("cluster_slots_ok:" + ValkeyCluster.SLOTS)
                    && info.contains("cluster_known_nodes:" + nodes)
                    && flags().noneMatch(flags -> flags.contains("handshake"));
        });
    }

    void awaitReplicas(int count) {
        server.awaitUntil(
                "knows " + count + " replicas",
                () -> flags().filter(flags -> flags.contains("slave")).count() == count);
    }

    /** Where this node believes the primary of a slot to be. */
    Optional<Integer> portOfPrimary(int slot) {
        return ranges().filter(range -> slot >= (long) range.get(0) && slot <= (long) range.get(1))
                .map(ClusterNode::portOfPrimary)
                .findFirst();
    }

    List<Integer> portsOfPrimaries() {
        return ranges().map(ClusterNode::portOfPrimary).toList();
    }

    private static int portOfPrimary(List<?> range) {
        return Math.toIntExact((long) ((List<?>) range.get(2)).get(1));
    }

    /** Each of first slot, last slot, primary, replicas. */
    private Stream<List<?>> ranges() {
        return ((List<?>) server.reply("CLUSTER", "SLOTS")).stream().map(range -> (List<?>) range);
    }

    private Stream<String> flags() {
        return server.text("CLUSTER", "NODES").lines().map(line -> line.split(" ", 4)[2]);
    }
}
