// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers.claims;

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
public class ForwardingStore implements ClaimStore {
    private final ClaimStore store;

    /**
     * Stands in front of a store.
     *
     * @param store the other one, which is closed with this
     */
    public ForwardingStore(ClaimStore store) {
        this.store = store;
    }

    /**
     * Tells the store behind this.
     *
     * @return the other one
     */
    protected final ClaimStore store() {
        return store;
    }

    @Override
    public CompletionStage<Answers<Verdict>> claim(ClaimRequest request) {
        return store.claim(request);
    }

    @Override
    public CompletionStage<Answers<Boolean>> renew(ClaimRequest request) {
        return store.renew(request);
    }

    @Override
    public CompletionStage<Answers<Boolean>> release(
            List<Fingerprint> fingerprints, ClaimToken token, Duration timeLeft) {
        return store.release(fingerprints, token, timeLeft);
    }

    @Override
    public CompletionStage<Answers<Optional<ClaimRecord>>> lookup(List<Fingerprint> fingerprints, Duration timeLeft) {
        return store.lookup(fingerprints, timeLeft);
    }

    @Override
    public CompletionStage<Answers<Boolean>> forget(List<Fingerprint> fingerprints, Duration timeLeft) {
        return store.forget(fingerprints, timeLeft);
    }

    @Override
    public StoreGuarantees guarantees() {
        return store.guarantees();
    }

    @Override
    public String name() {
        return store.name();
    }

    @Override
    public int maximumBatchSize() {
        return store.maximumBatchSize();
    }

    @Override
    public boolean isBlocking() {
        return store.isBlocking();
    }

    @Override
    public void close() {
        store.close();
    }
}
