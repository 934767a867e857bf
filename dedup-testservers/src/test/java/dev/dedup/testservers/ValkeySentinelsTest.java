// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ValkeySentinelsTest {
    @Test
    void promoteTheReplicaOfALostPrimary() {
        try (var set = ValkeySentinels.started(3, node -> node.password("secret"))) {
            assertThat(set.sentinels()).hasSize(3);
            var lost = set.primary();
            var replica = set.replica();
            lost.command("SET", "k", "v");
            lost.awaitReplicas();
            lost.kill();
            set.awaitTakeOver(lost);
            assertThat(set.primary()).isSameAs(replica);
            assertThat(replica.command("GET", "k")).isEqualTo("v");
            assertThat(replica.command("SET", "k", "w")).isEqualTo("OK");
        }
    }

    @Test
    void changeTheRolesOnCommand() {
        try (var set = ValkeySentinels.started(1, node -> {})) {
            var old = set.primary();
            set.failover();
            assertThat(set.primary()).isNotSameAs(old);
            assertThat(set.replica()).isSameAs(old);
            old.awaitUntil("is a replica", () -> "slave".equals(old.info("role")));
        }
    }

    @Test
    void speakTlsThroughout() {
        if (ValkeyServer.isTlsCapable()) {
            changeTheRolesWithTls();
        } else {
            assertThatThrownBy(() -> ValkeySentinels.started(1, ValkeyServerBuilder::tls))
                    .hasMessageContaining("tls-");
        }
    }

    private static void changeTheRolesWithTls() {
        try (var set = ValkeySentinels.started(1, ValkeyServerBuilder::tls)) {
            var old = set.primary();
            assertThat(set.sentinels().get(0).uri()).startsWith("valkeys://");
            set.failover();
            assertThat(set.primary()).isNotSameAs(old);
        }
    }
}
