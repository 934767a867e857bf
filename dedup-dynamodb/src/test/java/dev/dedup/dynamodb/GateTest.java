// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GateTest {
    private final List<CompletableFuture<Object>> started = new ArrayList<>();

    @Test
    void startsNoMoreThanItsLimit() {
        Gate gate = new Gate(2);
        for (int i = 0; i < 5; i++) {
            assertThat(gate.enter(this::start, GateTest::ignored)).isTrue();
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
            gate.enter(
                    () -> {
                        order.add(place);
                        return start();
                    },
                    GateTest::ignored);
        }
        for (int i = 0; i < 4; i++) {
            started.get(i).complete(null);
        }
        assertThat(order).containsExactly(0, 1, 2, 3);
    }

    /** As looks do that fail at once, each of which is followed by a put. */
    @Test
    void requestsThatEndAtOnceAndEnterOthersDoNotDeepenTheStack() {
        Gate gate = new Gate(1);
        AtomicInteger ended = new AtomicInteger();
        gate.enter(this::start, GateTest::ignored);
        for (int i = 0; i < 3_000; i++) {
            gate.enter(
                    () -> CompletableFuture.completedFuture(1),
                    (look, failure) -> gate.enter(
                            () -> CompletableFuture.completedFuture(2), (put, none) -> ended.incrementAndGet()));
        }

        started.get(0).complete(null);

        await().untilAsserted(() -> assertThat(ended).hasValue(3_000));
        gate.enter(this::start, GateTest::ignored);
        assertThat(started).as("the place is free").hasSize(2);
    }

    /** A place that is free is taken, whatever somebody makes of a request that failed at once. */
    @Test
    void endThatIsThereAtOnceHoldsUpNobody() {
        Gate gate = new Gate(1);
        CompletableFuture<Void> held = new CompletableFuture<>();
        gate.enter(() -> CompletableFuture.failedFuture(new IllegalStateException("at once")), (a, b) -> held.join());

        gate.enter(this::start, GateTest::ignored);

        assertThat(started).hasSize(1);
        held.complete(null);
    }

    @Test
    void refusesMoreThanCanWait() {
        Gate gate = new Gate(3);
        int accepted = 0;
        while (gate.enter(this::start, GateTest::ignored)) {
            accepted++;
        }

        assertThat(accepted).isEqualTo(3 + 65_536);
        assertThat(gate.problem()).contains("65536 requests wait already, with 3 under way", "raise the concurrency");
        started.get(0).complete(null);
        assertThat(gate.enter(this::start, GateTest::ignored))
                .as("when one has ended")
                .isTrue();
    }

    /** Such as a class that is not on the path: whoever comes next finds the place free, and hears of it by itself. */
    @Test
    void errorGivesThePlaceBack() {
        Gate gate = new Gate(1);
        AtomicReference<@Nullable Throwable> end = new AtomicReference<>();

        gate.enter(
                () -> {
                    throw new NoClassDefFoundError("gone");
                },
                (answer, failure) -> end.set(failure));
        await().untilAsserted(() -> assertThat(end.get()).isInstanceOf(NoClassDefFoundError.class));

        gate.enter(this::start, GateTest::ignored);
        assertThat(started).hasSize(1);
    }

    /** Who makes much of an answer keeps nobody waiting. */
    @Test
    void nextOneStartsBeforeTheAnswerIsTold() {
        Gate gate = new Gate(1);
        List<Integer> startedWhenTold = new ArrayList<>();
        gate.enter(this::start, (answer, failure) -> startedWhenTold.add(started.size()));
        gate.enter(this::start, GateTest::ignored);

        started.get(0).complete(1);

        assertThat(startedWhenTold).containsExactly(2);
    }

    @Test
    void closedOneLetsEverybodyThrough() {
        Gate gate = new Gate(1);
        AtomicInteger ended = new AtomicInteger();
        gate.enter(this::start, GateTest::ignored);
        for (int i = 0; i < 3; i++) {
            gate.enter(
                    () -> CompletableFuture.failedFuture(new IllegalStateException("closed " + gate.isClosed())),
                    (answer, failure) -> ended.incrementAndGet());
        }
        assertThat(ended).hasValue(0);

        gate.close();

        await().untilAsserted(() -> assertThat(ended).hasValue(3));
        assertThat(started).hasSize(1);
    }

    private static void ignored(@Nullable Object answer, @Nullable Throwable failure) {}

    private CompletableFuture<Object> start() {
        CompletableFuture<Object> request = new CompletableFuture<>();
        started.add(request);
        return request;
    }
}
