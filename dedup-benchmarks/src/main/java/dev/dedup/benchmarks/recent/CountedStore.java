// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.recent;

import dev.dedup.identity.Fingerprint;
import dev.dedup.memory.InMemoryClaimStore;
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

/** A store that counts what would be round trips. For one thread. */
final class CountedStore implements ClaimStore {
    private final ClaimStore claims = InMemoryClaimStore.create();
    private long claimed;
    private long lookedUp;

    long claims() {
        return claimed;
    }

    long lookups() {
        return lookedUp;
    }

    @Override
    public CompletionStage<Answers<Verdict>> claim(ClaimRequest request) {
        claimed++;
        return claims.claim(request);
    }

    @Override
    public CompletionStage<Answers<Boolean>> renew(ClaimRequest request) {
        return claims.renew(request);
    }

    @Override
    public CompletionStage<Answers<Boolean>> release(List<Fingerprint> posts, ClaimToken token, Duration timeLeft) {
        return claims.release(posts, token, timeLeft);
    }

    @Override
    public CompletionStage<Answers<Optional<ClaimRecord>>> lookup(List<Fingerprint> posts, Duration timeLeft) {
        lookedUp++;
        return claims.lookup(posts, timeLeft);
    }

    @Override
    public CompletionStage<Answers<Boolean>> forget(List<Fingerprint> posts, Duration timeLeft) {
        return claims.forget(posts, timeLeft);
    }

    @Override
    public StoreGuarantees guarantees() {
        return claims.guarantees();
    }

    @Override
    public String name() {
        return "counted";
    }

    @Override
    public int maximumBatchSize() {
        return claims.maximumBatchSize();
    }

    @Override
    public void close() {
        claims.close();
    }
}
