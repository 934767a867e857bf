// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.StoreException;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Asks a store for single fingerprints, in one line. */
final class Claims {
    static final Duration TIME_LEFT = Duration.ofSeconds(2);
    static final Duration HOLD = Duration.ofSeconds(1);

    private final ClaimStore store;

    Claims(ClaimStore store) {
        this.store = store;
    }

    static Fingerprint key(long number) {
        return Fingerprint.of(0, number);
    }

    static ClaimToken token(long number) {
        return new ClaimToken(number);
    }

    static ClaimRequest request(List<Fingerprint> keys, long token, ClaimState state, Duration hold) {
        return new ClaimRequest(keys, token(token), state, hold, TIME_LEFT);
    }

    static <V> Answers<V> answers(CompletionStage<Answers<V>> stage) {
        return stage.toCompletableFuture().join();
    }

    Verdict lease(long key, long token) {
        return claim(key, token, ClaimState.LEASED, HOLD);
    }

    Verdict confirm(long key, long token) {
        return claim(key, token, ClaimState.CONFIRMED, HOLD);
    }

    Verdict claim(long key, long token, ClaimState state, Duration hold) {
        return only(store.claim(request(List.of(key(key)), token, state, hold)));
    }

    StoreException refusedClaim(long key, long token) {
        var answers = answers(store.claim(request(List.of(key(key)), token, ClaimState.CONFIRMED, HOLD)));
        return Objects.requireNonNull(answers.failure(0), () -> "not refused but " + answers.value(0));
    }

    boolean renew(long key, long token, ClaimState state, Duration hold) {
        return only(store.renew(request(List.of(key(key)), token, state, hold)));
    }

    boolean release(long key, long token) {
        return only(store.release(List.of(key(key)), token(token), TIME_LEFT));
    }

    boolean forget(long key) {
        return only(store.forget(List.of(key(key)), TIME_LEFT));
    }

    Optional<ClaimRecord> lookup(long key) {
        return only(store.lookup(List.of(key(key)), TIME_LEFT));
    }

    static <V> V value(Answers<V> answers, int index) {
        V value = answers.value(index);
        if (value == null) {
            throw Objects.requireNonNull(answers.failure(index));
        }
        return value;
    }

    private static <V> V only(CompletionStage<Answers<V>> stage) {
        return value(answers(stage), 0);
    }
}
