// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Claims or leases the items of one call under one token, as often as it takes. */
final class ClaimCall<T> implements UnfinishedCall {
    private final Items<T> items;
    private final ClaimToken token;
    private final ClaimState state;
    private final LeaseCalls<T> leaseCalls;
    private final @Nullable StoreLease<T>[] leases;
    private final StoreCall<Verdict> call;

    ClaimCall(Items<T> items, ClaimToken token, ClaimState state, LeaseCalls<T> leaseCalls, StoreCall<Verdict> call) {
        this(items, token, state, leaseCalls, call, newLeases(items.size()));
    }

    private ClaimCall(
            Items<T> items,
            ClaimToken token,
            ClaimState state,
            LeaseCalls<T> leaseCalls,
            StoreCall<Verdict> call,
            @Nullable StoreLease<T>[] leases) {
        this.items = items;
        this.token = token;
        this.state = state;
        this.leaseCalls = leaseCalls;
        this.call = call;
        this.leases = leases;
    }

    /** Asks for whatever is unknown; completes with the batch, or exceptionally as the policy wants. */
    CompletableFuture<ClaimBatch<T>> run(CallRunner runner) {
        return context().run(call.again(), runner).thenApply(this::finish);
    }

    @Override
    public ClaimToken token() {
        return token;
    }

    @Override
    public ClaimBatch<T> batch() {
        return batch(Verdict.UNKNOWN);
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
        leaseCalls.giveBack(call.unanswered(), token);
    }

    @Override
    public void releaseAll() {
        context().requireOpen();
        leaseCalls.giveBack(call.answeredWith(Verdict.CLAIMED), token);
        leaseCalls.giveBack(call.unanswered(), token);
    }

    @Override
    public UnknownOutcomeException.Operation operation() {
        return state == ClaimState.CONFIRMED
                ? UnknownOutcomeException.Operation.CLAIM
                : UnknownOutcomeException.Operation.LEASE;
    }

    private ClaimBatch<T> finish(StoreCall<Verdict> done) {
        ClaimCall<T> next = new ClaimCall<>(items, token, state, leaseCalls, done, leases);
        if (context().events().areHeard()) {
            context().events().verdicts(next.newVerdicts(call));
        }
        return done.isComplete() ? next.batch() : next.applyPolicy();
    }

    private ClaimBatch<T> applyPolicy() {
        FailurePolicy policy = context().policyFor(call);
        context().events().unknown(call, batch().unknown().size(), policy);
        return switch (policy) {
            case THROW ->
                throw new UnknownOutcomeException(
                        this, call.summary() + "; call retry() to go on with the same token", call.lastFailure());
            case CLAIM -> batch(Verdict.CLAIMED);
            case SKIP -> batch();
        };
    }

    private ClaimBatch<T> batch(Verdict ofUnknown) {
        List<Verdict> verdicts = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            verdicts.add(verdict(i, ofUnknown));
        }
        List<Verdict> fixed = Collections.unmodifiableList(verdicts);
        return state == ClaimState.CONFIRMED
                ? new ClaimBatch<>(items.items(), fixed)
                : new LeaseBatch<>(items.items(), fixed, leases(fixed), leaseCalls);
    }

    /** Of equal items only the first can be the caller's: to the others it is somebody who came before. */
    private Verdict verdict(int item, Verdict ofUnknown) {
        Verdict answer = call.value(items.keyOf().get(item));
        Verdict verdict = answer == null ? ofUnknown : answer;
        if (verdict != Verdict.CLAIMED || items.isFirst(item)) {
            return verdict;
        }
        return state == ClaimState.CONFIRMED ? Verdict.DUPLICATE : Verdict.IN_FLIGHT;
    }

    /** The items per verdict that the earlier attempt had not answered yet. */
    private Map<Verdict, Integer> newVerdicts(StoreCall<Verdict> earlier) {
        Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
        for (int i = 0; i < items.size(); i++) {
            if (earlier.value(items.keyOf().get(i)) == null) {
                counts.merge(verdict(i, Verdict.UNKNOWN), 1, Integer::sum);
            }
        }
        return counts;
    }

    private List<StoreLease<T>> leases(List<Verdict> verdicts) {
        List<StoreLease<T>> claimed = new ArrayList<>();
        for (int i = 0; i < verdicts.size(); i++) {
            if (verdicts.get(i) == Verdict.CLAIMED) {
                claimed.add(lease(i));
            }
        }
        return claimed;
    }

    /** One lease per item, the same over all attempts, so that what was confirmed stays confirmed. */
    private StoreLease<T> lease(int item) {
        synchronized (leases) {
            StoreLease<T> lease = leases[item];
            if (lease == null) {
                boolean assumed = call.value(items.keyOf().get(item)) == null;
                lease = new StoreLease<>(items.items().get(item), items.key(item), token, leaseCalls, assumed);
                leases[item] = lease;
            }
            return lease;
        }
    }

    private CallContext context() {
        return call.context();
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type cannot be made otherwise
    private static <T> @Nullable StoreLease<T>[] newLeases(int size) {
        return new StoreLease[size];
    }
}
