// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.cuts;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimToken;
import dev.dedup.testservers.claims.Asker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Asks a store itself, always under one token.
 *
 * @param store the store
 * @param token the token
 * @param others who else holds posts
 * @param now the store's time, near enough to tell a lease from an extended one
 * @param patience how long it waits for its first answer
 */
record StoreCaller(ClaimStore store, ClaimToken token, Set<ClaimToken> others, Instant now, Duration patience)
        implements Caller {
    /** Makes callers of a store, each with a token of its own. */
    static Callers on(ClaimStore store) {
        return (others, now, patience) -> new StoreCaller(store, ClaimToken.random(), others, now, patience);
    }

    @Override
    public void connect(List<Fingerprint> posts) {
        Asker.values(Asking.result(store.lookup(posts, Asking.PATIENCE)));
    }

    @Override
    public void lease(List<Fingerprint> posts) {
        Asker.values(new Asker(store, token, Asking.PATIENCE).claim(posts, ClaimState.LEASED, State.HOLD));
    }

    @Override
    public List<@Nullable Object> ask(Request request, List<Fingerprint> posts) {
        return answers(stage(request, posts, patience, false), posts.size());
    }

    @Override
    public List<@Nullable Object> askAgain(Request request, List<Fingerprint> posts) {
        return answers(stage(request, posts, Asking.PATIENCE, true), posts.size());
    }

    private CompletionStage<? extends Answers<?>> stage(
            Request request, List<Fingerprint> posts, Duration timeLeft, boolean again) {
        return switch (request) {
            case CLAIM, CLAIM_ALL -> store.claim(terms(posts, ClaimState.CONFIRMED, State.HOLD, timeLeft, again));
            case LEASE, LEASE_ALL -> store.claim(terms(posts, ClaimState.LEASED, State.HOLD, timeLeft, again));
            case CONFIRM, CONFIRM_ALL -> store.renew(terms(posts, ClaimState.CONFIRMED, State.HOLD, timeLeft, again));
            case EXTEND -> store.renew(terms(posts, ClaimState.LEASED, State.EXTENSION, timeLeft, again));
            case RELEASE, RELEASE_ALL -> store.release(posts, token, timeLeft);
            case FORGET, FORGET_ALL -> store.forget(posts, timeLeft);
            case LOOKUP, LOOKUP_ALL -> store.lookup(posts, timeLeft);
            case PROCESS -> throw new IllegalArgumentException("A store has no PROCESS; see Request.ofStores()");
        };
    }

    private ClaimRequest terms(
            List<Fingerprint> posts, ClaimState state, Duration hold, Duration timeLeft, boolean isRepetition) {
        return new ClaimRequest(posts, token, state, hold, timeLeft, isRepetition);
    }

    private List<@Nullable Object> answers(CompletionStage<? extends Answers<?>> stage, int size) {
        Optional<Answers<?>> answers =
                Asking.result(stage.<Optional<Answers<?>>>handle((answered, failure) -> Optional.ofNullable(answered)));
        List<@Nullable Object> shown = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            int index = i;
            shown.add(answers.map(all -> all.value(index)).map(this::shown).orElse(null));
        }
        return shown;
    }

    private Object shown(Object answer) {
        return answer instanceof Optional<?> found ? State.of(found.map(ClaimRecord.class::cast), others, now) : answer;
    }
}
