// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.Verdict;
import dev.dedup.testservers.claims.Asker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * One operation on some posts: for the model, and for a store.
 *
 * @param effect what it does to each
 * @param question how a store is asked
 * @param <V> the kind of answer
 */
record Request<V>(Effect<V> effect, Question<V> question) {
    /** No program is about a store that is slow. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** How a store is asked, for the first time or again. */
    interface Question<V> {
        CompletionStage<Answers<V>> ask(ClaimStore store, List<Fingerprint> posts, boolean isRepetition);
    }

    static Request<Verdict> claim(ClaimToken token, ClaimState state, Hold hold) {
        return new Request<>(
                Model.claim(token, state, hold.time()),
                (store, posts, isRepetition) ->
                        store.claim(new ClaimRequest(posts, token, state, hold.time(), PATIENCE, isRepetition)));
    }

    static Request<Boolean> renew(ClaimToken token, ClaimState state, Hold hold) {
        return new Request<>(
                Model.renew(token, state, hold.time()),
                (store, posts, isRepetition) ->
                        store.renew(new ClaimRequest(posts, token, state, hold.time(), PATIENCE, isRepetition)));
    }

    static Request<Boolean> release(ClaimToken token) {
        return new Request<>(
                Model.release(token), (store, posts, isRepetition) -> store.release(posts, token, PATIENCE));
    }

    static Request<Boolean> forget() {
        return new Request<>(Model.forget(), (store, posts, isRepetition) -> store.forget(posts, PATIENCE));
    }

    static Request<Optional<ClaimRecord>> lookup() {
        return new Request<>(Model.lookup(), (store, posts, isRepetition) -> store.lookup(posts, PATIENCE));
    }

    /** Asks, and waits for the answers. */
    List<V> ask(ClaimStore store, List<Fingerprint> posts, boolean isRepetition) {
        return Asker.values(question.ask(store, posts, isRepetition)
                .toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join());
    }
}
