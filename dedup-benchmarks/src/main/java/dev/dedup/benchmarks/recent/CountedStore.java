// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.recent;

import dev.dedup.identity.Fingerprint;
import dev.dedup.memory.InMemoryClaimStore;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.Verdict;
import dev.dedup.testservers.claims.ForwardingStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A store that counts what would be round trips. For one thread. */
final class CountedStore extends ForwardingStore {
    private long claimed;
    private long lookedUp;

    CountedStore() {
        super(InMemoryClaimStore.create());
    }

    long claims() {
        return claimed;
    }

    long lookups() {
        return lookedUp;
    }

    @Override
    public CompletionStage<Answers<Verdict>> claim(ClaimRequest request) {
        claimed++;
        return super.claim(request);
    }

    @Override
    public CompletionStage<Answers<Optional<ClaimRecord>>> lookup(List<Fingerprint> posts, Duration timeLeft) {
        lookedUp++;
        return super.lookup(posts, timeLeft);
    }

    @Override
    public String name() {
        return "counted";
    }
}
