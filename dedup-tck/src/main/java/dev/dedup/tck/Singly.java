// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A store that is asked for one fingerprint at a time. */
record Singly(StoreProbe store) implements Claims {
    @Override
    public List<Verdict> claim(List<Fingerprint> posts, ClaimToken token, ClaimState state, Duration hold) {
        return posts.stream().map(post -> store.claim(post, token, state, hold)).toList();
    }

    @Override
    public List<Boolean> renew(List<Fingerprint> posts, ClaimToken token, ClaimState state, Duration hold) {
        return posts.stream().map(post -> store.renew(post, token, state, hold)).toList();
    }

    @Override
    public List<Boolean> release(List<Fingerprint> posts, ClaimToken token) {
        return posts.stream().map(post -> store.release(post, token)).toList();
    }

    @Override
    public List<Optional<ClaimRecord>> lookup(List<Fingerprint> posts) {
        return posts.stream().map(store::lookup).toList();
    }

    @Override
    public List<Boolean> forget(List<Fingerprint> posts) {
        return posts.stream().map(store::forget).toList();
    }
}
