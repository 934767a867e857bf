// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import static dev.dedup.memory.Claims.TIME_LEFT;
import static dev.dedup.memory.Claims.key;
import static dev.dedup.memory.Claims.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One program of a client with a memory, on a store far away, beside another client at the store itself.
 *
 * <p>A verdict that does not wait for the store is the memory's. It is right if the store holds a confirmed claim of another token at
 * that moment; or if the store has lost such a claim no longer ago than a claim is remembered, because the other client took it away
 * or the store's clock was set forward. In the end nobody may hold a post who was told last that it is a duplicate.
 */
final class InFlightRun {
    static final int KEYS = 3;
    private static final Duration AGE = Duration.ofSeconds(40);

    /** And what a sleep may be longer than it is seen to be, after the clock was set back by too little to be noticed. */
    private static final long EXCUSE_MILLIS = AGE.toMillis() + 500;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final ManualClock storesClock = new ManualClock(0);
    private final ManualClock ownClock = new ManualClock(-77_000);
    private final ClaimStore real =
            InMemoryClaimStore.builder().clock(storesClock).build();
    private final PendingStore line = new PendingStore(real);
    private final List<Call> calls = new ArrayList<>();
    private final long[] excusedUntil = new long[KEYS];
    private long now;
    private long awake;
    private int remembered;
    private int repeated;

    private final ClaimStore memory = RecentDuplicates.inFrontOf(line)
            .clock(ownClock)
            .nanoTime(() -> awake * NANOS_PER_MILLI)
            .maximumAge(AGE)
            .build();

    /** A claim with its repetitions, under a token of its own. */
    private static final class Call {
        final int key;
        final long token;
        final ClaimState state;
        final Duration hold;
        CompletableFuture<Answers<Verdict>> answer = new CompletableFuture<>();

        @Nullable
        Object request;

        Call(int key, long token, ClaimState state, Duration hold) {
            this.key = key;
            this.token = token;
            this.state = state;
            this.hold = hold;
        }

        ClaimRequest request(boolean isRepetition) {
            return new ClaimRequest(List.of(key(key)), token(token), state, hold, TIME_LEFT, isRepetition);
        }

        boolean wasToldDuplicate() {
            return answer.isDone() && answer.join().value(0) == Verdict.DUPLICATE;
        }
    }

    int remembered() {
        return remembered;
    }

    int repeated() {
        return repeated;
    }

    void claim(boolean elsewhere, int key, ClaimState state, Duration hold) {
        Call call = new Call(key, calls.size() + 1L, state, hold);
        calls.add(call);
        if (elsewhere) {
            call.answer = real.claim(call.request(false)).toCompletableFuture();
        } else {
            send(call, false);
        }
    }

    /** Repeats a claim that was sent, carried out, and not answered. */
    void repeat(int number) {
        List<Call> lost = calls.stream()
                .filter(call -> !call.answer.isDone() && !line.isPending(call.request))
                .toList();
        if (!lost.isEmpty()) {
            repeated++;
            send(lost.get(number % lost.size()), true);
        }
    }

    private void send(Call call, boolean isRepetition) {
        call.answer = memory.claim(call.request(isRepetition)).toCompletableFuture();
        if (call.answer.isDone()) {
            remembered++;
            checkDuplicate(call);
        } else {
            call.request = line.latest();
        }
    }

    void renew(boolean elsewhere, int number, ClaimState state, Duration hold) {
        if (!calls.isEmpty()) {
            Call call = calls.get(number % calls.size());
            ClaimRequest renewal = new ClaimRequest(List.of(key(call.key)), token(call.token), state, hold, TIME_LEFT);
            excuse(elsewhere, call.key);
            assertThat((elsewhere ? real : memory).renew(renewal)).isNotNull();
        }
    }

    void release(boolean elsewhere, int number) {
        if (!calls.isEmpty()) {
            Call call = calls.get(number % calls.size());
            excuse(elsewhere, call.key);
            assertThat((elsewhere ? real : memory).release(List.of(key(call.key)), token(call.token), TIME_LEFT))
                    .isNotNull();
        }
    }

    void forget(boolean elsewhere, int key) {
        excuse(elsewhere, key);
        assertThat((elsewhere ? real : memory).forget(List.of(key(key)), TIME_LEFT))
                .isNotNull();
    }

    void goOn(int place) {
        line.goOn(place);
    }

    void loseAnswer(int place) {
        if (line.size() > 0) {
            line.loseAnswer(place % line.size());
        }
    }

    /** Time passes; the machine is awake for part of it. */
    void pass(long millis, long awakeMillis) {
        now += millis;
        awake += awakeMillis;
        storesClock.advance(millis);
        ownClock.advance(millis);
    }

    /** Sets the client's clock; something was asked since the machine slept last, and is before it sleeps again. */
    void setClock(long byMillis) {
        claim(false, 0, ClaimState.CONFIRMED, AGE);
        ownClock.advance(byMillis);
        claim(false, 0, ClaimState.CONFIRMED, AGE);
    }

    void setStoresClock(long byMillis) {
        storesClock.advance(byMillis);
        if (byMillis > 0) {
            Arrays.setAll(excusedUntil, key -> now + EXCUSE_MILLIS);
        }
    }

    /** What is under way comes to its end, and whatever was not answered is asked again until it is. */
    void finish() {
        line.settle();
        calls.stream().filter(call -> !call.answer.isDone()).forEach(call -> send(call, true));
        line.settle();
        for (Call call : calls) {
            assertThat(call.wasToldDuplicate() && isHolder(call))
                    .as("%s is lost: %d holds it, and was told that it is a duplicate", key(call.key), call.token)
                    .isFalse();
        }
    }

    private boolean isHolder(Call call) {
        return held(call.key)
                .filter(claim -> claim.token().equals(token(call.token)))
                .isPresent();
    }

    private void excuse(boolean elsewhere, int key) {
        if (elsewhere) {
            excusedUntil[key] = now + EXCUSE_MILLIS;
        }
    }

    private void checkDuplicate(Call call) {
        assertThat(call.wasToldDuplicate()).isTrue();
        if (now >= excusedUntil[call.key]) {
            assertThat(held(call.key))
                    .as("claim on %s at %d", key(call.key), now)
                    .hasValueSatisfying(claim -> {
                        assertThat(claim.state()).isEqualTo(ClaimState.CONFIRMED);
                        assertThat(claim.token()).isNotEqualTo(token(call.token));
                    });
        }
    }

    private Optional<ClaimRecord> held(int key) {
        return new Claims(real).lookup(key);
    }
}
