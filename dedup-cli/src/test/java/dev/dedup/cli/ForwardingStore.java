// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.StoreGuarantees;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A store that is another one, but for what is overridden. */
class ForwardingStore implements ClaimStore {
    private final ClaimStore real;

    ForwardingStore(ClaimStore real) {
        this.real = real;
    }

    /** Returns the store behind this. */
    ClaimStore real() {
        return real;
    }

    @Override
    public CompletionStage<Answers<Verdict>> claim(ClaimRequest request) {
        return real.claim(request);
    }

    @Override
    public CompletionStage<Answers<Boolean>> renew(ClaimRequest request) {
        return real.renew(request);
    }

    @Override
    public CompletionStage<Answers<Boolean>> release(
            List<Fingerprint> fingerprints, ClaimToken token, Duration timeLeft) {
        return real.release(fingerprints, token, timeLeft);
    }

    @Override
    public CompletionStage<Answers<Optional<ClaimRecord>>> lookup(List<Fingerprint> fingerprints, Duration timeLeft) {
        return real.lookup(fingerprints, timeLeft);
    }

    @Override
    public CompletionStage<Answers<Boolean>> forget(List<Fingerprint> fingerprints, Duration timeLeft) {
        return real.forget(fingerprints, timeLeft);
    }

    @Override
    public StoreGuarantees guarantees() {
        return real.guarantees();
    }

    @Override
    public String name() {
        return real.name();
    }

    @Override
    public int maximumBatchSize() {
        return real.maximumBatchSize();
    }

    @Override
    public boolean isBlocking() {
        return real.isBlocking();
    }

    @Override
    public void close() {
        real.close();
    }
}
