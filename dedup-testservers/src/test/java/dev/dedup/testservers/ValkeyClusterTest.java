// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ValkeyClusterTest {
    @AutoClose
    private static final ValkeyCluster CLUSTER = ValkeyCluster.started();

    /** "{user1000}.following" is the example of the cluster's specification. */
    private static final int SLOT = 3443;

    @Test
    void spreadsTheSlotsOverThreePrimaries() {
        assertThat(CLUSTER.nodes())
                .hasSize(3)
                .allSatisfy(node -> assertThat(node.info("cluster_enabled")).isEqualTo("1"));
        assertThat(CLUSTER.ownerOf(0)).isSameAs(CLUSTER.nodes().get(0));
        assertThat(CLUSTER.ownerOf(ValkeyCluster.SLOTS / 2))
                .isSameAs(CLUSTER.nodes().get(1));
        assertThat(CLUSTER.ownerOf(ValkeyCluster.SLOTS - 1))
                .isSameAs(CLUSTER.nodes().get(2));
    }

    @Test
    void knowsTheSlotOfAKey() {
        assertThat(CLUSTER.slotOf("{user1000}.following".getBytes(US_ASCII))).isEqualTo(SLOT);
        assertThat(CLUSTER.slotOf("{user1000}.followers".getBytes(US_ASCII))).isEqualTo(SLOT);
    }

    @Test
    void sendsAClientToTheOwner() {
        var other = CLUSTER.nodes().get(2);
        assertThatThrownBy(() -> other.command("GET", "{user1000}.following"))
                .hasMessage(
                        "MOVED " + SLOT + " 127.0.0.1:" + CLUSTER.ownerOf(SLOT).port());
    }

    @Test
    void movesASlotStepByStepAndBack() {
        var from = CLUSTER.ownerOf(SLOT);
        var to = CLUSTER.nodes().get(1);
        for (int i = 0; i < 10; i++) {
            from.command("SET", "{user1000}" + i, "v" + i, "PX", "3600000");
        }
        var move = CLUSTER.beginMove(SLOT, from, to);
        assertThat(move.moveKeys(4)).isEqualTo(4);
        assertThatThrownBy(() -> from.command("GET", "{user1000}new"))
                .hasMessage("ASK " + SLOT + " 127.0.0.1:" + to.port());
        assertThat(CLUSTER.ownerOf(SLOT)).isSameAs(from);

        move.finish();
        assertThat(CLUSTER.ownerOf(SLOT)).isSameAs(to);
        for (int i = 0; i < 10; i++) {
            assertThat(to.command("GET", "{user1000}" + i)).isEqualTo("v" + i);
            assertThat((long) to.reply("PTTL", "{user1000}" + i)).isPositive();
        }
        assertThatThrownBy(() -> from.command("GET", "{user1000}0")).hasMessageStartingWith("MOVED " + SLOT);

        CLUSTER.moveSlot(SLOT, to, from);
        assertThat(CLUSTER.ownerOf(SLOT)).isSameAs(from);
        assertThat(from.command("GET", "{user1000}9")).isEqualTo("v9");
    }

    @Test
    void refusesANodeOfAnother() {
        try (var stranger = ValkeyServer.started()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> CLUSTER.beginMove(SLOT, CLUSTER.ownerOf(SLOT), stranger))
                    .withMessageContaining(stranger.uri());
        }
    }

    @Test
    void replicasTakeOverFromALostPrimary() {
        try (var cluster = ValkeyCluster.started(1, node -> node.password("secret"))) {
            assertThat(cluster.nodes()).hasSize(6);
            var lost = cluster.ownerOf(SLOT);
            lost.command("SET", "{user1000}", "v");
            lost.awaitReplicas();
            lost.kill();
            cluster.awaitTakeOver(lost);
            var heir = cluster.ownerOf(SLOT);
            assertThat(heir).isNotSameAs(lost);
            assertThat(heir.command("GET", "{user1000}")).isEqualTo("v");
            lost.start();
            cluster.awaitOk();
        }
    }

    @Test
    void speaksTlsThroughout() {
        if (ValkeyServer.isTlsCapable()) {
            movesASlotWithTls();
        } else {
            assertThatThrownBy(() -> ValkeyCluster.started(0, ValkeyServerBuilder::tls))
                    .hasMessageContaining("tls-");
        }
    }

    private static void movesASlotWithTls() {
        try (var cluster = ValkeyCluster.started(0, ValkeyServerBuilder::tls)) {
            var from = cluster.ownerOf(SLOT);
            assertThat(from.uri()).startsWith("valkeys://");
            from.command("SET", "{user1000}", "v");
            cluster.moveSlot(SLOT, from, cluster.nodes().get(2));
            assertThat(cluster.ownerOf(SLOT).command("GET", "{user1000}")).isEqualTo("v");
        }
    }
}
