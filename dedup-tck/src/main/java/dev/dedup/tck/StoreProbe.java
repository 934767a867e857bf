// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.StoreException;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Asks a store, in batches of the size it takes, and waits for the answers; a failure of the store is one of the test. */
final class StoreProbe implements Claims {
    private final ClaimStore store;
    private final Duration patience;

    StoreProbe(ClaimStore store, Duration patience) {
        this.store = store;
        this.patience = patience;
    }

    ClaimStore store() {
        return store;
    }

    Verdict claim(Fingerprint post, ClaimToken token, ClaimState state, Duration hold) {
        return claim(List.of(post), token, state, hold).get(0);
    }

    boolean renew(Fingerprint post, ClaimToken token, ClaimState state, Duration hold) {
        return renew(List.of(post), token, state, hold).get(0);
    }

    boolean release(Fingerprint post, ClaimToken token) {
        return release(List.of(post), token).get(0);
    }

    Optional<ClaimRecord> lookup(Fingerprint post) {
        return lookup(List.of(post)).get(0);
    }

    boolean forget(Fingerprint post) {
        return forget(List.of(post)).get(0);
    }

    @Override
    public List<Verdict> claim(List<Fingerprint> posts, ClaimToken token, ClaimState state, Duration hold) {
        return inChunks(posts, chunk -> tryClaim(chunk, token, state, hold));
    }

    @Override
    public List<Boolean> renew(List<Fingerprint> posts, ClaimToken token, ClaimState state, Duration hold) {
        return inChunks(posts, chunk -> tryRenew(chunk, token, state, hold));
    }

    @Override
    public List<Boolean> release(List<Fingerprint> posts, ClaimToken token) {
        return inChunks(posts, chunk -> tryRelease(chunk, token));
    }

    @Override
    public List<Optional<ClaimRecord>> lookup(List<Fingerprint> posts) {
        return inChunks(posts, this::tryLookup);
    }

    @Override
    public List<Boolean> forget(List<Fingerprint> posts) {
        return inChunks(posts, this::tryForget);
    }

    Reply<Verdict> tryClaim(List<Fingerprint> posts, ClaimToken token, ClaimState state, Duration hold) {
        ClaimRequest request = new ClaimRequest(posts, token, state, hold, patience);
        return Reply.to("claim", posts.size(), patience, () -> store.claim(request));
    }

    Reply<Boolean> tryRenew(List<Fingerprint> posts, ClaimToken token, ClaimState state, Duration hold) {
        ClaimRequest request = new ClaimRequest(posts, token, state, hold, patience);
        return Reply.to("renew", posts.size(), patience, () -> store.renew(request));
    }

    Reply<Boolean> tryRelease(List<Fingerprint> posts, ClaimToken token) {
        return Reply.to("release", posts.size(), patience, () -> store.release(posts, token, patience));
    }

    Reply<Optional<ClaimRecord>> tryLookup(List<Fingerprint> posts) {
        return Reply.to("lookup", posts.size(), patience, () -> store.lookup(posts, patience));
    }

    Reply<Boolean> tryForget(List<Fingerprint> posts) {
        return Reply.to("forget", posts.size(), patience, () -> store.forget(posts, patience));
    }

    /** Asks for all five operations and returns their failures; fails if a fingerprint gets a value. */
    List<StoreException> failuresOfEveryOperation(List<Fingerprint> posts, ClaimToken token) {
        return List.of(
                        tryClaim(posts, token, ClaimState.CONFIRMED, Duration.ofHours(1)),
                        tryRenew(posts, token, ClaimState.CONFIRMED, Duration.ofHours(1)),
                        tryLookup(posts),
                        tryRelease(posts, token),
                        tryForget(posts))
                .stream()
                .flatMap(reply -> reply.failures().stream())
                .toList();
    }

    private <V> List<V> inChunks(List<Fingerprint> posts, Function<List<Fingerprint>, Reply<V>> question) {
        List<V> values = new ArrayList<>(posts.size());
        for (int from = 0, to; from < posts.size(); from = to) {
            to = from + Math.min(posts.size() - from, store.maximumBatchSize());
            values.addAll(question.apply(posts.subList(from, to)).values());
        }
        return values;
    }
}
