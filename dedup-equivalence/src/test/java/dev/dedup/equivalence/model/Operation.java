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
 * @param name what it is, for how long, and not under which token
 * @param effect what it does to each
 * @param question how a store is asked
 * @param <V> the kind of answer
 */
record Operation<V>(String name, Effect<V> effect, Question<V> question) {
    /** No program is about a store that is slow. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** How a store is asked, for the first time or again. */
    interface Question<V> {
        CompletionStage<Answers<V>> ask(ClaimStore store, List<Fingerprint> posts, boolean isRepetition);
    }

    static Operation<Verdict> claim(ClaimToken token, ClaimState state, Duration hold) {
        return new Operation<>(
                name("claim", state, hold),
                Model.claim(token, state, hold),
                (store, posts, isRepetition) ->
                        store.claim(new ClaimRequest(posts, token, state, hold, PATIENCE, isRepetition)));
    }

    static Operation<Boolean> renew(ClaimToken token, ClaimState state, Duration hold) {
        return new Operation<>(
                name("renew", state, hold),
                Model.renew(token, state, hold),
                (store, posts, isRepetition) ->
                        store.renew(new ClaimRequest(posts, token, state, hold, PATIENCE, isRepetition)));
    }

    static Operation<Boolean> release(ClaimToken token) {
        return new Operation<>(
                "release", Model.release(token), (store, posts, isRepetition) -> store.release(posts, token, PATIENCE));
    }

    static Operation<Boolean> forget() {
        return new Operation<>("forget", Model.forget(), (store, posts, isRepetition) -> store.forget(posts, PATIENCE));
    }

    static Operation<Optional<ClaimRecord>> lookup() {
        return new Operation<>("lookup", Model.lookup(), (store, posts, isRepetition) -> store.lookup(posts, PATIENCE));
    }

    /** How a claim or renewal is called. */
    static String name(String verb, ClaimState state, Duration hold) {
        return verb + " " + state + " for " + hold;
    }

    /** Asks, and waits for the answers. */
    List<V> ask(ClaimStore store, List<Fingerprint> posts, boolean isRepetition) {
        return Asker.values(question.ask(store, posts, isRepetition)
                .toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join());
    }

    @Override
    public String toString() {
        return name;
    }
}
