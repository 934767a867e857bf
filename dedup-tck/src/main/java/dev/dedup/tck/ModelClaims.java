// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The model as a program sees it: with a time of its own, and lists for single fingerprints. */
final class ModelClaims implements Claims {
    private final ClaimModel model = new ClaimModel();
    private Instant now;

    ModelClaims(Instant start) {
        this.now = start;
    }

    void advance(Duration time) {
        now = now.plus(time);
    }

    @Override
    public List<Verdict> claim(List<Fingerprint> posts, ClaimToken token, ClaimState state, Duration hold) {
        return posts.stream()
                .map(post -> model.claim(post, token, state, hold, now))
                .toList();
    }

    @Override
    public List<Boolean> renew(List<Fingerprint> posts, ClaimToken token, ClaimState state, Duration hold) {
        return posts.stream()
                .map(post -> model.renew(post, token, state, hold, now))
                .toList();
    }

    @Override
    public List<Boolean> release(List<Fingerprint> posts, ClaimToken token) {
        return posts.stream().map(post -> model.release(post, token, now)).toList();
    }

    @Override
    public List<Optional<ClaimRecord>> lookup(List<Fingerprint> posts) {
        return posts.stream().map(post -> model.lookup(post, now)).toList();
    }

    @Override
    public List<Boolean> forget(List<Fingerprint> posts) {
        return posts.stream().map(post -> model.forget(post, now)).toList();
    }
}
