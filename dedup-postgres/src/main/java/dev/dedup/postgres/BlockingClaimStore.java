// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;

/** Answers on the calling thread; what goes wrong fails the stage. */
abstract class BlockingClaimStore implements ClaimStore {
    static final int MAXIMUM_BATCH_SIZE = 5_000;

    private final Claims claims;
    private final Function<ClaimRequest, Answers<Verdict>> claiming;
    private final Failures failures;
    private final StoreGuarantees guarantees;
    private final AtomicBoolean closed = new AtomicBoolean();

    BlockingClaimStore(
            Claims claims,
            Function<ClaimRequest, Answers<Verdict>> claiming,
            Failures failures,
            StoreGuarantees guarantees) {
        this.claims = claims;
        this.claiming = claiming;
        this.failures = failures;
        this.guarantees = guarantees;
    }

    @Override
    public final CompletionStage<Answers<Verdict>> claim(ClaimRequest request) {
        return stage("claim", () -> claiming.apply(request));
    }

    @Override
    public final CompletionStage<Answers<Boolean>> renew(ClaimRequest request) {
        return stage("renew", () -> claims.renew(request));
    }

    @Override
    public final CompletionStage<Answers<Boolean>> release(
            List<Fingerprint> fingerprints, ClaimToken token, Duration timeLeft) {
        return stage("release", () -> claims.release(fingerprints, token, timeLeft));
    }

    @Override
    public final CompletionStage<Answers<Optional<ClaimRecord>>> lookup(
            List<Fingerprint> fingerprints, Duration timeLeft) {
        return stage("lookup", () -> claims.lookup(fingerprints, timeLeft));
    }

    @Override
    public final CompletionStage<Answers<Boolean>> forget(List<Fingerprint> fingerprints, Duration timeLeft) {
        return stage("forget", () -> claims.forget(fingerprints, timeLeft));
    }

    @Override
    public final StoreGuarantees guarantees() {
        return guarantees;
    }

    @Override
    public final String name() {
        return failures.store();
    }

    @Override
    public final int maximumBatchSize() {
        return MAXIMUM_BATCH_SIZE;
    }

    @Override
    public final boolean isBlocking() {
        return true;
    }

    final boolean isClosed() {
        return closed.get();
    }

    /** Whether this call is the one that closes the store. */
    final boolean markClosed() {
        return closed.compareAndSet(false, true);
    }

    private <V> CompletionStage<V> stage(String operation, Supplier<V> answers) {
        if (isClosed()) {
            return CompletableFuture.failedFuture(failures.ofClosed(operation));
        }
        try {
            return CompletableFuture.completedFuture(answers.get());
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(failures.toStoreException(operation, e));
        }
    }
}
