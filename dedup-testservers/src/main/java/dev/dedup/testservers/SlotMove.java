// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.stream.Stream;

/** A slot on its way from one primary to another. Not thread-safe; clients may use the cluster meanwhile. */
public final class SlotMove {
    private static final int AT_ONCE = 100;
    private static final String TIMEOUT_MS = "10000";

    private final ValkeyCluster cluster;
    private final String slot;
    private final ClusterNode from;
    private final ClusterNode to;

    SlotMove(ValkeyCluster cluster, int slot, ClusterNode from, ClusterNode to) {
        this.cluster = cluster;
        this.slot = String.valueOf(slot);
        this.from = from;
        this.to = to;
    }

    void begin() {
        to.server().command("CLUSTER", "SETSLOT", slot, "IMPORTING", from.id());
        from.server().command("CLUSTER", "SETSLOT", slot, "MIGRATING", to.id());
    }

    /**
     * Moves some of the slot's keys, with what they hold and when they expire.
     *
     * @param limit how many at most, at least 1
     * @return how many there were to move; 0 if the old primary has none left
     */
    public int moveKeys(int limit) {
        var keys = (List<?>) from.server().reply("CLUSTER", "GETKEYSINSLOT", slot, String.valueOf(limit));
        if (!keys.isEmpty()) {
            from.server().command(migrate(keys));
        }
        return keys.size();
    }

    /** Moves the keys that are left, gives the slot to the new primary, and waits until all nodes that run say so. */
    public void finish() {
        while (moveKeys(AT_ONCE) > 0) {}
        for (var node : List.of(to, from)) {
            node.server().command("CLUSTER", "SETSLOT", slot, "NODE", to.id());
        }
        cluster.running()
                .forEach(node -> node.server()
                        .awaitUntil(
                                "slot " + slot + " is at " + to.id(),
                                () -> node.portOfPrimary(Integer.parseInt(slot))
                                        .filter(port -> port == to.server().port())
                                        .isPresent()));
    }

    private byte[][] migrate(List<?> keys) {
        var options = Stream.of(
                        "MIGRATE",
                        to.server().host(),
                        String.valueOf(to.server().port()),
                        "",
                        "0",
                        TIMEOUT_MS,
                        "AUTH2",
                        ControlUser.NAME,
                        ControlUser.PASSWORD,
                        "KEYS")
                .map(ValkeyCluster::bytes);
        return Stream.concat(options, keys.stream().map(key -> ((String) key).getBytes(ISO_8859_1)))
                .toArray(byte[][]::new);
    }
}
