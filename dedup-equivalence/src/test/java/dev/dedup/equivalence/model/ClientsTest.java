// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.memory.InMemoryClaimStore;
import dev.dedup.spi.ClaimStore;
import dev.dedup.testservers.claims.ForwardingStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A worker gets another client, alone or with those who have the same. */
class ClientsTest {
    private final List<ClaimStore> opened = new ArrayList<>();
    private final List<ClaimStore> closed = new ArrayList<>();

    private ClaimStore open() {
        ClaimStore store = new ForwardingStore(InMemoryClaimStore.create()) {
            @Override
            public void close() {
                closed.add(this);
            }
        };
        opened.add(store);
        return store;
    }

    @Test
    void clientOfOneWorkerIsReplacedForIt() {
        try (Clients clients = Clients.of(this::open)) {
            ClaimStore before = clients.of(1);
            assertThat(clients.sharers(1)).containsExactly(1);
            clients.reopen(1);
            assertThat(closed).containsExactly(before);
            assertThat(opened).hasSize(Bench.WORKERS + 1);
            assertThat(List.of(clients.of(0), clients.of(1), clients.of(2)))
                    .doesNotHaveDuplicates()
                    .doesNotContain(before);
        }
        assertThat(closed).containsExactlyInAnyOrderElementsOf(opened);
    }

    @Test
    void clientOfAllWorkersIsReplacedForAll() {
        try (Clients clients = Clients.ofOne(this::open)) {
            assertThat(clients.sharers(1)).containsExactly(0, 1, 2);
            clients.reopen(1);
            assertThat(closed).containsExactly(opened.get(0));
            assertThat(opened).hasSize(2);
            assertThat(List.of(clients.of(0), clients.of(1), clients.of(2))).containsOnly(opened.get(1));
        }
        assertThat(closed).containsExactlyElementsOf(opened);
    }
}
