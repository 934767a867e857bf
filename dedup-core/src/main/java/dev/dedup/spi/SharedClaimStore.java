// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.spi;

import dev.dedup.identity.Fingerprint;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A view of a store that somebody else closes. */
record SharedClaimStore(ClaimStore owned) implements ClaimStore {
    @Override
    public CompletionStage<Answers<Verdict>> claim(ClaimRequest request) {
        return owned.claim(request);
    }

    @Override
    public CompletionStage<Answers<Boolean>> renew(ClaimRequest request) {
        return owned.renew(request);
    }

    @Override
    public CompletionStage<Answers<Boolean>> release(
            List<Fingerprint> fingerprints, ClaimToken token, Duration timeLeft) {
        return owned.release(fingerprints, token, timeLeft);
    }

    @Override
    public CompletionStage<Answers<Optional<ClaimRecord>>> lookup(List<Fingerprint> fingerprints, Duration timeLeft) {
        return owned.lookup(fingerprints, timeLeft);
    }

    @Override
    public CompletionStage<Answers<Boolean>> forget(List<Fingerprint> fingerprints, Duration timeLeft) {
        return owned.forget(fingerprints, timeLeft);
    }

    @Override
    public StoreGuarantees guarantees() {
        return owned.guarantees();
    }

    @Override
    public String name() {
        return owned.name();
    }

    @Override
    public int maximumBatchSize() {
        return owned.maximumBatchSize();
    }

    @Override
    public boolean isBlocking() {
        return owned.isBlocking();
    }

    @Override
    public boolean isTransactional() {
        return owned.isTransactional();
    }

    @Override
    public ClaimStore shared() {
        return this;
    }

    @Override
    public void close() {
        // The owner closes the store.
    }
}
