// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

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
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/** Asks a store under one token, and waits for the answer. */
record Asker(ClaimStore store, ClaimToken token, Duration timeLeft) {
    static final Duration HOLD = Duration.ofHours(1);

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    Asker(ClaimStore store) {
        this(store, ClaimToken.random(), PATIENCE);
    }

    /** Somebody else at the same store. */
    Asker other() {
        return new Asker(store, ClaimToken.random(), timeLeft);
    }

    /** The same with another patience. */
    Asker within(Duration patience) {
        return new Asker(store, token, patience);
    }

    Verdict claim(Fingerprint post) {
        return only(claim(List.of(post), ClaimState.CONFIRMED, HOLD));
    }

    Verdict lease(Fingerprint post) {
        return only(claim(List.of(post), ClaimState.LEASED, HOLD));
    }

    List<Verdict> claim(List<Fingerprint> posts) {
        return values(claim(posts, ClaimState.CONFIRMED, HOLD));
    }

    Answers<Verdict> claim(List<Fingerprint> posts, ClaimState state, Duration hold) {
        return answer(posts.size(), store.claim(new ClaimRequest(posts, token, state, hold, timeLeft)));
    }

    boolean confirm(Fingerprint post) {
        return only(confirm(List.of(post)));
    }

    Answers<Boolean> confirm(List<Fingerprint> posts) {
        return answer(posts.size(), store.renew(new ClaimRequest(posts, token, ClaimState.CONFIRMED, HOLD, timeLeft)));
    }

    boolean release(Fingerprint post) {
        return only(answer(1, store.release(List.of(post), token, timeLeft)));
    }

    boolean forget(Fingerprint post) {
        return only(answer(1, store.forget(List.of(post), timeLeft)));
    }

    Optional<ClaimRecord> lookup(Fingerprint post) {
        return only(answer(1, store.lookup(List.of(post), timeLeft)));
    }

    /** Why a claim has no verdict; fails if it has one. */
    StoreException failureOfClaim(Fingerprint post) {
        return failure(claim(List.of(post), ClaimState.CONFIRMED, HOLD));
    }

    /** Asks for all five operations of one key; fails if one of them gets a value. */
    List<StoreException> failuresOfEveryOperation(Fingerprint post) {
        List<Fingerprint> posts = List.of(post);
        return List.of(
                failureOfClaim(post),
                failure(confirm(posts)),
                failure(answer(1, store.release(posts, token, timeLeft))),
                failure(answer(1, store.lookup(posts, timeLeft))),
                failure(answer(1, store.forget(posts, timeLeft))));
    }

    static <V> List<V> values(Answers<V> answers) {
        return IntStream.range(0, answers.size())
                .mapToObj(i -> value(answers, i))
                .toList();
    }

    static List<StoreException> failures(Answers<?> answers) {
        return IntStream.range(0, answers.size())
                .mapToObj(answers::failure)
                .filter(Objects::nonNull)
                .toList();
    }

    private static StoreException failure(Answers<?> answers) {
        StoreException failure = answers.failure(0);
        if (failure == null) {
            throw new AssertionError("expected a failure, got " + answers.value(0));
        }
        return failure;
    }

    private static <V> V only(Answers<V> answers) {
        return value(answers, 0);
    }

    private static <V> V value(Answers<V> answers, int index) {
        V value = answers.value(index);
        if (value == null) {
            throw Objects.requireNonNull(answers.failure(index));
        }
        return value;
    }

    /** A stage that fails as a whole has failed for each fingerprint. */
    private <V> Answers<V> answer(int size, CompletionStage<Answers<V>> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            Answers.Builder<V> answers = Answers.builder(size);
            IntStream.range(0, size)
                    .forEach(i -> answers.failure(i, (StoreException) Objects.requireNonNull(e.getCause())));
            return answers.build(store.name(), "request");
        }
    }
}
