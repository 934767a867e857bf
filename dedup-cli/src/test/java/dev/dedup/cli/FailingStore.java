// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import dev.dedup.identity.Fingerprint;
import dev.dedup.memory.InMemoryClaimStore;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.StoreException;
import dev.dedup.spi.StoreGuarantees;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A store that stops to answer, after it did what it was asked for or before. */
final class FailingStore implements ClaimStore {
    /** What fails. */
    enum Fault {
        LEASE,
        LEASE_ANSWER,
        CONFIRM,
        CONFIRM_ANSWER,
        FORGET,
        NONE
    }

    private final ClaimStore real = InMemoryClaimStore.create();
    private Fault fault = Fault.NONE;
    private int answersBefore;

    /** Lets the store fail once it has given so many answers to requests of this kind. */
    void fail(Fault kind, int after) {
        fault = kind;
        answersBefore = after;
    }

    private boolean fails(Fault kind) {
        return fault == kind && answersBefore-- <= 0;
    }

    private static <V> CompletionStage<Answers<V>> failure(String operation) {
        return CompletableFuture.failedFuture(
                StoreException.permanent("failing", operation, "the store is down; start it", null));
    }

    private <V> CompletionStage<Answers<V>> lossy(Fault kind, String operation, CompletionStage<Answers<V>> answer) {
        return fails(kind) ? failure(operation) : answer;
    }

    @Override
    public CompletionStage<Answers<Verdict>> claim(ClaimRequest request) {
        if (request.state() == ClaimState.LEASED && fails(Fault.LEASE)) {
            return failure("claim");
        }
        return lossy(Fault.LEASE_ANSWER, "claim", real.claim(request));
    }

    @Override
    public CompletionStage<Answers<Boolean>> renew(ClaimRequest request) {
        return fails(Fault.CONFIRM) ? failure("renew") : lossy(Fault.CONFIRM_ANSWER, "renew", real.renew(request));
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
        return fails(Fault.FORGET) ? failure("forget") : real.forget(fingerprints, timeLeft);
    }

    @Override
    public StoreGuarantees guarantees() {
        return real.guarantees();
    }

    @Override
    public String name() {
        return "failing";
    }

    @Override
    public int maximumBatchSize() {
        return real.maximumBatchSize();
    }

    @Override
    public void close() {
        real.close();
    }
}
