// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Three primaries that share the slots, optionally each with replicas, whose slots a test may move while clients use them.
 *
 * <p>The nodes are {@link ValkeyServer}s: a test may kill and pause them. Not thread-safe, except that a slot may be moved while
 * other threads ask.
 */
public final class ValkeyCluster implements AutoCloseable {
    /** How many slots the keys of a cluster fall into. */
    public static final int SLOTS = 16_384;

    private static final int PRIMARIES = 3;

    private final List<ClusterNode> nodes = new ArrayList<>();
    private final int replicas;

    private ValkeyCluster(int replicas) {
        this.replicas = replicas;
    }

    /**
     * Starts three primaries without replicas, password or TLS.
     *
     * @return the cluster, serving all slots
     */
    public static ValkeyCluster started() {
        return started(0, node -> {});
    }

    /**
     * Starts three primaries and their replicas.
     *
     * @param replicas how many replicas each primary has, at least 0
     * @param configure what is configured on every node, for instance {@code node -> node.tls().password("secret")}
     * @return the cluster, serving all slots, with its replicas in step
     */
    public static ValkeyCluster started(int replicas, Consumer<ValkeyServerBuilder> configure) {
        var cluster = new ValkeyCluster(replicas);
        try {
            cluster.start(configure);
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /**
     * Lists all nodes.
     *
     * @return those started as primaries, then those started as replicas
     */
    public List<ValkeyServer> nodes() {
        return nodes.stream().map(ClusterNode::server).toList();
    }

    /**
     * Asks the nodes which of them serves a slot.
     *
     * @param slot from 0 to {@link #SLOTS} - 1
     * @return the slot's primary, as the first node that runs sees it
     * @throws IllegalStateException if no node runs, or nobody serves the slot
     */
    public ValkeyServer ownerOf(int slot) {
        int port = running()
                .findFirst()
                .flatMap(node -> node.portOfPrimary(slot))
                .orElseThrow(() -> new IllegalStateException("nobody serves slot " + slot));
        return nodes.stream()
                .map(ClusterNode::server)
                .filter(server -> server.port() == port)
                .findFirst()
                .orElseThrow();
    }

    /**
     * Tells which slot a key falls into.
     *
     * @param key the key's bytes
     * @return a number from 0 to {@link #SLOTS} - 1
     */
    public int slotOf(byte[] key) {
        var slot = running().findFirst().orElseThrow().server().command(bytes("CLUSTER"), bytes("KEYSLOT"), key);
        return Integer.parseInt(String.valueOf(slot));
    }

    /**
     * Moves a slot and its keys, waiting until all nodes agree.
     *
     * @param slot the slot
     * @param from the primary that serves it
     * @param to another primary
     */
    public void moveSlot(int slot, ValkeyServer from, ValkeyServer to) {
        var move = beginMove(slot, from, to);
        move.finish();
    }

    /**
     * Begins to move a slot, and leaves its keys to {@link SlotMove#moveKeys} and {@link SlotMove#finish}: until then clients that
     * ask for keys which {@code from} has not are sent on ({@code -ASK}).
     *
     * @param slot the slot
     * @param from the primary that serves it
     * @param to another primary
     * @return the move, to be finished
     */
    public SlotMove beginMove(int slot, ValkeyServer from, ValkeyServer to) {
        var move = new SlotMove(this, slot, node(from), node(to));
        move.begin();
        return move;
    }

    /** Waits until every node that runs serves all slots and knows all nodes. */
    public void awaitOk() {
        running().forEach(node -> node.awaitOk(nodes.size()));
    }

    /**
     * Waits until another has taken over from a primary that was killed or paused; its replica does so by itself.
     *
     * @param lost the primary
     */
    public void awaitTakeOver(ValkeyServer lost) {
        running()
                .filter(node -> node.server() != lost)
                .forEach(node -> node.server()
                        .awaitUntil(
                                "sees no slot at " + lost.port(),
                                () -> !node.portsOfPrimaries().contains(lost.port())));
    }

    /** Kills all nodes and deletes their files. */
    @Override
    public void close() {
        nodes.forEach(node -> node.server().close());
    }

    Stream<ClusterNode> running() {
        return nodes.stream().filter(node -> node.server().isAlive());
    }

    private void start(Consumer<ValkeyServerBuilder> configure) {
        for (int i = 0; i < PRIMARIES * (1 + replicas); i++) {
            nodes.add(ClusterNode.start(configure));
        }
        for (int i = 0; i < PRIMARIES; i++) {
            nodes.get(i).serve(SLOTS * i / PRIMARIES, SLOTS * (i + 1) / PRIMARIES - 1, i + 1);
        }
        nodes.forEach(node -> node.meet(nodes.get(0)));
        awaitOk();
        for (int i = PRIMARIES; i < nodes.size(); i++) {
            nodes.get(i).replicate(nodes.get(i % PRIMARIES));
        }
        running().forEach(node -> node.awaitReplicas(PRIMARIES * replicas));
    }

    private ClusterNode node(ValkeyServer server) {
        return nodes.stream()
                .filter(node -> node.server() == server)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("the server at " + server.uri() + " is no node of this cluster"));
    }

    static byte[] bytes(String word) {
        return word.getBytes(UTF_8);
    }
}
