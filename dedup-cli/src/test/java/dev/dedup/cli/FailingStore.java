// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import dev.dedup.identity.Fingerprint;
import dev.dedup.memory.InMemoryClaimStore;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.StoreException;
import dev.dedup.spi.Verdict;
import dev.dedup.testservers.claims.ForwardingStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A store that stops to answer, after it did what it was asked for or before. */
final class FailingStore extends ForwardingStore {
    /** What fails. */
    enum Fault {
        LEASE,
        LEASE_ANSWER,
        CONFIRM,
        CONFIRM_ANSWER,
        FORGET,
        NONE
    }

    private Fault fault = Fault.NONE;
    private int answersBefore;

    FailingStore() {
        super(InMemoryClaimStore.create());
    }

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
        return lossy(Fault.LEASE_ANSWER, "claim", super.claim(request));
    }

    @Override
    public CompletionStage<Answers<Boolean>> renew(ClaimRequest request) {
        return fails(Fault.CONFIRM) ? failure("renew") : lossy(Fault.CONFIRM_ANSWER, "renew", super.renew(request));
    }

    @Override
    public CompletionStage<Answers<Boolean>> forget(List<Fingerprint> fingerprints, Duration timeLeft) {
        return fails(Fault.FORGET) ? failure("forget") : super.forget(fingerprints, timeLeft);
    }

    @Override
    public String name() {
        return "failing";
    }
}
