// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GateTest {
    private final List<CompletableFuture<Void>> started = new ArrayList<>();

    @Test
    void startsNoMoreThanItsLimit() {
        Gate gate = new Gate(2);
        for (int i = 0; i < 5; i++) {
            assertThat(gate.enter(this::start)).isTrue();
        }
        assertThat(started).hasSize(2);

        started.get(1).complete(null);
        assertThat(started).hasSize(3);
        started.get(0).completeExceptionally(new IllegalStateException("a failure ends a request too"));
        assertThat(started).hasSize(4);
    }

    @Test
    void startsInTheOrderOfEntry() {
        Gate gate = new Gate(1);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int place = i;
            gate.enter(() -> {
                order.add(place);
                return start();
            });
        }
        for (int i = 0; i < 4; i++) {
            started.get(i).complete(null);
        }
        assertThat(order).containsExactly(0, 1, 2, 3);
    }

    @Test
    void requestsThatEndAtOnceDoNotDeepenTheStack() {
        Gate gate = new Gate(1);
        AtomicInteger ended = new AtomicInteger();
        gate.enter(this::start);
        for (int i = 0; i < 60_000; i++) {
            gate.enter(() -> CompletableFuture.completedFuture(ended.incrementAndGet()));
        }

        started.get(0).complete(null);

        assertThat(ended).hasValue(60_000);
    }

    @Test
    void refusesMoreThanCanWait() {
        Gate gate = new Gate(3);
        int accepted = 0;
        while (gate.enter(this::start)) {
            accepted++;
        }

        assertThat(accepted).isEqualTo(3 + 65_536);
        assertThat(gate.problem()).contains("65536 requests wait already, with 3 under way", "raise the concurrency");
        started.get(0).complete(null);
        assertThat(gate.enter(this::start)).as("when one has ended").isTrue();
    }

    private CompletableFuture<Void> start() {
        CompletableFuture<Void> request = new CompletableFuture<>();
        started.add(request);
        return request;
    }
}
