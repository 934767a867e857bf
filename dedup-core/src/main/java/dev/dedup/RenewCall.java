// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Confirms or extends the leases of one call, as often as it takes. */
final class RenewCall<T> implements UnfinishedCall {
    private final List<StoreLease<T>> leases;
    private final ClaimState state;
    private final Duration hold;
    private final StoreCall<Boolean> call;

    RenewCall(List<StoreLease<T>> leases, ClaimState state, Duration hold, CallContext context) {
        this(
                leases,
                state,
                hold,
                context.renew(LeaseCalls.keys(leases), leases.get(0).token(), state, hold));
    }

    private RenewCall(List<StoreLease<T>> leases, ClaimState state, Duration hold, StoreCall<Boolean> call) {
        this.leases = leases;
        this.state = state;
        this.hold = hold;
        this.call = call;
    }

    CompletableFuture<ClaimBatch<T>> run(CallRunner runner) {
        return claimAssumed(runner)
                .thenCompose(ready -> context().run(call.again(), runner))
                .thenApply(this::finish);
    }

    @Override
    public ClaimToken token() {
        return leases.get(0).token();
    }

    /** A lost lease shows as in flight: somebody else may be at work on its item. */
    @Override
    public ClaimBatch<T> batch() {
        List<Verdict> verdicts =
                IntStream.range(0, leases.size()).mapToObj(this::verdict).toList();
        return new ClaimBatch<>(leases.stream().map(StoreLease::item).toList(), verdicts);
    }

    @Override
    public ClaimBatch<T> retry() {
        context().requireOpen();
        return Stages.join(run(context().blockingRunner()));
    }

    @Override
    public CompletableFuture<ClaimBatch<T>> retryAsync() {
        context().requireOpen();
        return run(context().asyncRunner());
    }

    @Override
    public void release() {
        context().requireOpen();
        new LeaseCalls<T>(context(), hold).giveBack(call.unanswered(), token());
    }

    @Override
    public void releaseAll() {
        context().requireOpen();
        new LeaseCalls<T>(context(), hold).giveBack(LeaseCalls.keys(leases), token());
    }

    @Override
    public UnknownOutcomeException.Operation operation() {
        return isConfirmation() ? UnknownOutcomeException.Operation.CONFIRM : UnknownOutcomeException.Operation.EXTEND;
    }

    /** A lease that was only assumed may never have reached the store: takes it first, under the same token. */
    private CompletableFuture<?> claimAssumed(CallRunner runner) {
        List<StoreLease<T>> assumed =
                leases.stream().filter(StoreLease::isAssumed).toList();
        return assumed.isEmpty()
                ? CompletableFuture.completedFuture(null)
                : context()
                        .run(
                                context()
                                        .claim(LeaseCalls.keys(assumed), token(), state, hold)
                                        .asRepetition(),
                                runner);
    }

    private ClaimBatch<T> finish(StoreCall<Boolean> done) {
        RenewCall<T> next = new RenewCall<>(leases, state, hold, done);
        List<T> lost = next.settle();
        if (!done.isComplete()) {
            next.applyPolicy();
        }
        if (!lost.isEmpty()) {
            throw next.leaseLost(lost);
        }
        return next.batch();
    }

    /** Tells each answered lease what became of it, and returns the items of the lost ones. */
    private List<T> settle() {
        List<T> lost = new ArrayList<>();
        for (int i = 0; i < leases.size(); i++) {
            Verdict verdict = verdict(i);
            if (verdict != Verdict.UNKNOWN && !leases.get(i).renewed(state, verdict == Verdict.CLAIMED)) {
                lost.add(leases.get(i).item());
            }
        }
        return lost;
    }

    private void applyPolicy() {
        FailurePolicy policy = isConfirmation() ? context().policyFor(call) : FailurePolicy.THROW;
        context().events().unknown(call, call.unanswered().size(), policy);
        if (policy == FailurePolicy.THROW) {
            throw new UnknownOutcomeException(
                    this, call.summary() + "; call retry() to go on with the same token", call.lastFailure());
        }
    }

    private LeaseLostException leaseLost(List<T> lost) {
        String message = context().store().name() + ": " + lost.size() + " of " + leases.size()
                + " leases were no longer held when they were to be " + (isConfirmation() ? "confirmed" : "extended")
                + ", so their items may be processed again; choose a longer lease time, or extend leases in time";
        context().events().leaseLost(message, lost.size());
        return new LeaseLostException(lost, message);
    }

    private boolean isConfirmation() {
        return state == ClaimState.CONFIRMED;
    }

    private Verdict verdict(int index) {
        Boolean held = call.value(index);
        if (held == null) {
            return Verdict.UNKNOWN;
        }
        return held ? Verdict.CLAIMED : Verdict.IN_FLIGHT;
    }

    private CallContext context() {
        return call.context();
    }
}
