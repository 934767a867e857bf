// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers.claims;

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
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Asks a store under one token, and waits for the answer. An answer that is wanted and is a failure is thrown.
 *
 * @param store the store
 * @param token under which it asks
 * @param timeLeft what each request says is left
 */
public record Asker(ClaimStore store, ClaimToken token, Duration timeLeft) {
    /** How long the posts are held, unless a call says otherwise. */
    public static final Duration HOLD = Duration.ofHours(1);

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Far above any time left: a store that never answers does not hang the tests. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    /**
     * Somebody new at a store, who gives each request 20 seconds.
     *
     * @param store the store
     */
    public Asker(ClaimStore store) {
        this(store, ClaimToken.random(), PATIENCE);
    }

    /**
     * Somebody else at the same store.
     *
     * @return who has another token
     */
    public Asker other() {
        return new Asker(store, ClaimToken.random(), timeLeft);
    }

    /**
     * The same with another patience.
     *
     * @param patience what each request says is left
     * @return who has the same token
     */
    public Asker within(Duration patience) {
        return new Asker(store, token, patience);
    }

    /**
     * Claims one post, confirmed.
     *
     * @param post the post
     * @return the verdict
     */
    public Verdict claim(Fingerprint post) {
        return only(claim(List.of(post), ClaimState.CONFIRMED, HOLD));
    }

    /**
     * Leases one post.
     *
     * @param post the post
     * @return the verdict
     */
    public Verdict lease(Fingerprint post) {
        return only(claim(List.of(post), ClaimState.LEASED, HOLD));
    }

    /**
     * Claims posts, confirmed.
     *
     * @param posts the posts, distinct
     * @return the verdicts in their order
     */
    public List<Verdict> claim(List<Fingerprint> posts) {
        return values(claim(posts, ClaimState.CONFIRMED, HOLD));
    }

    /**
     * Claims posts.
     *
     * @param posts the posts, distinct
     * @param state leased or confirmed
     * @param hold for how long
     * @return what the store answered
     */
    public Answers<Verdict> claim(List<Fingerprint> posts, ClaimState state, Duration hold) {
        return answer(posts.size(), store.claim(new ClaimRequest(posts, token, state, hold, timeLeft)));
    }

    /**
     * Confirms one post.
     *
     * @param post the post
     * @return whether it was held under the token
     */
    public boolean confirm(Fingerprint post) {
        return only(confirm(List.of(post)));
    }

    /**
     * Confirms posts.
     *
     * @param posts the posts, distinct
     * @return what the store answered
     */
    public Answers<Boolean> confirm(List<Fingerprint> posts) {
        return answer(posts.size(), store.renew(new ClaimRequest(posts, token, ClaimState.CONFIRMED, HOLD, timeLeft)));
    }

    /**
     * Gives one post back.
     *
     * @param post the post
     * @return whether it was held under the token
     */
    public boolean release(Fingerprint post) {
        return only(answer(1, store.release(List.of(post), token, timeLeft)));
    }

    /**
     * Has one post forgotten.
     *
     * @param post the post
     * @return whether it was held
     */
    public boolean forget(Fingerprint post) {
        return only(answer(1, store.forget(List.of(post), timeLeft)));
    }

    /**
     * Looks one post up.
     *
     * @param post the post
     * @return what is held
     */
    public Optional<ClaimRecord> lookup(Fingerprint post) {
        return only(answer(1, store.lookup(List.of(post), timeLeft)));
    }

    /**
     * Why a claim has no verdict.
     *
     * @param post the post
     * @return the failure
     * @throws AssertionError if it has a verdict
     */
    public StoreException failureOfClaim(Fingerprint post) {
        return failure(claim(List.of(post), ClaimState.CONFIRMED, HOLD));
    }

    /**
     * Asks for all five operations of one key.
     *
     * @param post the key
     * @return their failures, in the order claim, confirm, release, look up, forget
     * @throws AssertionError if one of them gets a value
     */
    public List<StoreException> failuresOfEveryOperation(Fingerprint post) {
        List<Fingerprint> posts = List.of(post);
        return List.of(
                failureOfClaim(post),
                failure(confirm(posts)),
                failure(answer(1, store.release(posts, token, timeLeft))),
                failure(answer(1, store.lookup(posts, timeLeft))),
                failure(answer(1, store.forget(posts, timeLeft))));
    }

    /**
     * What was answered.
     *
     * @param answers the answers
     * @param <V> of this type
     * @return the values
     * @throws StoreException if one of them is a failure
     */
    public static <V> List<V> values(Answers<V> answers) {
        return IntStream.range(0, answers.size())
                .mapToObj(i -> value(answers, i))
                .toList();
    }

    /**
     * What failed.
     *
     * @param answers the answers
     * @return the failures, of those fingerprints that have one
     */
    public static List<StoreException> failures(Answers<?> answers) {
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
            return stage.toCompletableFuture()
                    .orTimeout(LONGEST.toSeconds(), TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StoreException failure) {
                Answers.Builder<V> answers = Answers.builder(size);
                IntStream.range(0, size).forEach(i -> answers.failure(i, failure));
                return answers.build(store.name(), "request");
            }
            throw e;
        }
    }
}
