// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.testservers.SlotMove;
import dev.dedup.testservers.ValkeyCluster;
import dev.dedup.testservers.ValkeyServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A cluster changes in the middle of claims: slots move to another node, or a primary is lost. */
class ClusterFailureTest {
    private static final int KEYS_AT_ONCE = 20;

    @Test
    void slotsMoveWhileTheirPostsAreClaimed() {
        List<Integer> slots = List.of(77, 6_077, 12_077, 16_077);
        Ledger ledger = new Ledger(Posts.inSlots(Set.copyOf(slots), 1_000));
        try (var cluster = ValkeyCluster.started();
                Fleet fleet = new Fleet(url(cluster), ledger)) {
            List<SlotMove> moves = new CopyOnWriteArrayList<>();
            List<Future<?>> begun = new ArrayList<>();
            for (int slot : slots) {
                long grants = 200L * begun.size() + 100;
                begun.add(ledger.at(grants, () -> moves.add(beginMove(cluster, slot))));
            }
            fleet.startRepeating();
            for (int i = 0; i < slots.size(); i++) {
                Future<?> begin = begun.get(i);
                fleet.until("a move begins", begin::isDone);
                finish(moves.get(i), cluster, fleet);
            }
            fleet.awaitEnd();

            ledger.close("slots moved: " + slots.size() + ", ASK " + answers(cluster, "ASK") + ", MOVED "
                    + answers(cluster, "MOVED"));
            assertThat(ledger.repeats()).isZero();
            assertThat(ledger.leasesLost()).isZero();
            assertThat(keys(cluster)).isEqualTo(ledger.posts().size());
        }
    }

    @Test
    void aPrimaryIsKilledAndItsReplicaTakesOver() {
        Ledger ledger = new Ledger(Posts.some(4_000));
        try (var cluster = ValkeyCluster.started(1, node -> {});
                Fleet fleet = new Fleet(url(cluster), ledger)) {
            ValkeyServer primary = cluster.ownerOf(0);
            Future<?> kill = ledger.at(2_000, primary::kill);
            fleet.start();
            fleet.awaitUnknownAfter(kill);
            cluster.awaitTakeOver(primary);
            fleet.awaitEnd();

            ledger.close("a cluster's primary killed, its replica promoted");
            assertThat(ledger.unknown()).isPositive();
            assertThat(ledger.mostGrantsOfOnePost())
                    .as("grants of one post, one before the fail-over and one after it")
                    .isLessThanOrEqualTo(2);
        }
    }

    /** Its connections stay open: nothing but the silence tells that it is gone. */
    @Test
    void aPrimaryFallsSilentAndItsReplicaTakesOver() {
        Ledger ledger = new Ledger(Posts.some(1_500));
        try (var cluster = ValkeyCluster.started(1, node -> {});
                Fleet fleet = new Fleet(url(cluster), ledger)) {
            ValkeyServer primary = cluster.ownerOf(0);
            Future<?> pause = ledger.at(750, primary::pause);
            fleet.start();
            fleet.awaitUnknownAfter(pause);
            cluster.awaitTakeOver(primary);
            fleet.awaitEnd();

            ledger.close("a cluster's primary silent, its replica promoted");
            assertThat(ledger.unknown()).isPositive();
            assertThat(ledger.mostGrantsOfOnePost()).isLessThanOrEqualTo(2);
        }
    }

    private static SlotMove beginMove(ValkeyCluster cluster, int slot) {
        ValkeyServer from = cluster.ownerOf(slot);
        ValkeyServer to = cluster.nodes().stream()
                .filter(node -> node != from)
                .findFirst()
                .orElseThrow();
        return cluster.beginMove(slot, from, to);
    }

    /** In steps, each of which waits until a client has been sent on. */
    private static void finish(SlotMove move, ValkeyCluster cluster, Fleet fleet) {
        for (int step = 0; step < 2; step++) {
            long asked = answers(cluster, "ASK");
            move.moveKeys(KEYS_AT_ONCE);
            fleet.until("a node answers ASK", () -> answers(cluster, "ASK") > asked);
        }
        long moved = answers(cluster, "MOVED");
        move.finish();
        fleet.until("a node answers MOVED", () -> answers(cluster, "MOVED") > moved);
    }

    /** How often the nodes have answered with an error, by their own count. */
    private static long answers(ValkeyCluster cluster, String error) {
        String field = "errorstat_" + error + ":count=";
        return cluster.nodes().stream()
                .flatMap(node ->
                        String.valueOf(node.command("INFO", "errorstats")).lines())
                .filter(line -> line.startsWith(field))
                .mapToLong(line -> Long.parseLong(line.substring(field.length())))
                .sum();
    }

    private static long keys(ValkeyCluster cluster) {
        return cluster.nodes().stream()
                .mapToLong(node -> Long.parseLong(String.valueOf(node.command("DBSIZE"))))
                .sum();
    }

    private static String url(ValkeyCluster cluster) {
        return cluster.nodes().stream()
                .map(node -> node.host() + ":" + node.port())
                .collect(Collectors.joining(",", "valkey://", ""));
    }
}
