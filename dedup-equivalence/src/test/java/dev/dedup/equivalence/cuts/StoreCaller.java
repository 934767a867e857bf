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
 */
record StoreCaller(ClaimStore store, ClaimToken token, Set<ClaimToken> others, Instant now) implements Caller {
    /** Makes callers of a store, each with a token of its own. */
    static Callers on(ClaimStore store) {
        return (others, now) -> new StoreCaller(store, ClaimToken.random(), others, now);
    }

    @Override
    public void lease(Fingerprint post) {
        new Asker(store, token, Asking.PATIENCE).claim(List.of(post), ClaimState.LEASED, State.HOLD);
    }

    @Override
    public List<@Nullable Object> ask(Request request, List<Fingerprint> posts, Duration patience) {
        Optional<Answers<?>> answers = stage(request, posts, patience)
                .<Optional<Answers<?>>>handle((answered, failure) -> Optional.ofNullable(answered))
                .toCompletableFuture()
                .join();
        List<@Nullable Object> shown = new ArrayList<>();
        for (int i = 0; i < posts.size(); i++) {
            int index = i;
            shown.add(answers.map(all -> all.value(index)).map(this::shown).orElse(null));
        }
        return shown;
    }

    @Override
    public boolean asksAgain() {
        return true;
    }

    private CompletionStage<? extends Answers<?>> stage(Request request, List<Fingerprint> posts, Duration patience) {
        return switch (request) {
            case CLAIM, BATCH -> store.claim(terms(posts, ClaimState.CONFIRMED, State.HOLD, patience));
            case LEASE -> store.claim(terms(posts, ClaimState.LEASED, State.HOLD, patience));
            case CONFIRM -> store.renew(terms(posts, ClaimState.CONFIRMED, State.HOLD, patience));
            case EXTEND -> store.renew(terms(posts, ClaimState.LEASED, State.EXTENSION, patience));
            case RELEASE -> store.release(posts, token, patience);
            case FORGET -> store.forget(posts, patience);
            case LOOKUP -> store.lookup(posts, patience);
        };
    }

    private ClaimRequest terms(List<Fingerprint> posts, ClaimState state, Duration hold, Duration patience) {
        return new ClaimRequest(posts, token, state, hold, patience);
    }

    private Object shown(Object answer) {
        return answer instanceof Optional<?> found ? State.of(found.map(ClaimRecord.class::cast), others, now) : answer;
    }
}
