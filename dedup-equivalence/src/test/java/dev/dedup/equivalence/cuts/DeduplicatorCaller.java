// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.cuts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.ClaimBatch;
import dev.dedup.Deduplicator;
import dev.dedup.Lease;
import dev.dedup.LeaseBatch;
import dev.dedup.LeaseLostException;
import dev.dedup.Outcome;
import dev.dedup.UnknownOutcomeException;
import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.StoreException;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks through a deduplicator, which asks again by itself within its deadline. A patient one does so until it has an answer; an
 * impatient one says {@link UnknownOutcomeException}, and its user goes on from there.
 */
final class DeduplicatorCaller implements Caller {
    /** Within which it goes on until it has its leases. */
    private static final int ATTEMPTS = 100;

    private final Deduplicator<Fingerprint> deduplicator;
    private final Deduplicator<Fingerprint> patient;
    private final Set<ClaimToken> others;
    private final Instant now;
    private @Nullable LeaseBatch<?> leases;
    private @Nullable UnknownOutcomeException unknown;
    private int actions;

    private DeduplicatorCaller(
            Deduplicator<Fingerprint> deduplicator,
            Deduplicator<Fingerprint> patient,
            Set<ClaimToken> others,
            Instant now) {
        this.deduplicator = deduplicator;
        this.patient = patient;
        this.others = others;
        this.now = now;
    }

    /** Makes callers of deduplicators on a store, which stays open; one for each patience. For one thread. */
    static Callers on(ClaimStore store) {
        Map<Duration, Deduplicator<Fingerprint>> made = new HashMap<>();
        Function<Duration, Deduplicator<Fingerprint>> within =
                patience -> made.computeIfAbsent(patience, deadline -> deduplicator(store, deadline));
        return (others, now, patience) ->
                new DeduplicatorCaller(within.apply(patience), within.apply(Asking.PATIENCE), others, now);
    }

    private static Deduplicator<Fingerprint> deduplicator(ClaimStore store, Duration deadline) {
        return Deduplicator.forItems(store.shared(), (Fingerprint post) -> post)
                .retention(State.HOLD)
                .leaseTime(State.HOLD)
                .deadline(deadline)
                .build();
    }

    @Override
    public void connect(List<Fingerprint> posts) {
        posts.forEach(patient::lookup);
    }

    @Override
    public void lease(List<Fingerprint> posts) {
        LeaseBatch<?> batch = (LeaseBatch<?>) atLast(() -> deduplicator.tryLeaseAll(posts), ATTEMPTS);
        assertThat(batch.claimed()).as("leased to begin with").isEqualTo(posts);
        leases = batch;
    }

    @Override
    public List<@Nullable Object> ask(Request request, List<Fingerprint> posts) {
        return answers(request, posts, () -> told(request, posts));
    }

    @Override
    public List<@Nullable Object> askAgain(Request request, List<Fingerprint> posts) {
        UnknownOutcomeException unsettled = unknown;
        return unsettled == null ? ask(request, posts) : answers(request, posts, () -> goOn(request, unsettled));
    }

    /** A short deadline may pass though nothing is lost. */
    private static ClaimBatch<?> atLast(Supplier<ClaimBatch<?>> call, int attempts) {
        try {
            return call.get();
        } catch (UnknownOutcomeException e) {
            if (attempts == 1) {
                throw e;
            }
            return atLast(e::retry, attempts - 1);
        }
    }

    /** Verbs that are neither a claim nor of a lease say {@link StoreException}; they are called again. */
    private List<@Nullable Object> answers(
            Request request, List<Fingerprint> posts, Supplier<List<@Nullable Object>> call) {
        try {
            return call.get();
        } catch (UnknownOutcomeException e) {
            unknown = e;
            return shown(request, e.batch());
        } catch (LeaseLostException e) {
            return posts.stream()
                    .<@Nullable Object>map(post -> !e.items().contains(post))
                    .toList();
        } catch (StoreException e) {
            return Collections.nCopies(posts.size(), null);
        }
    }

    private List<@Nullable Object> told(Request request, List<Fingerprint> posts) {
        Fingerprint post = posts.get(0);
        return switch (request) {
            case CLAIM -> List.of(verdict(deduplicator.tryClaim(post)));
            case CLAIM_ALL -> shown(request, deduplicator.tryClaimAll(posts));
            case LEASE -> List.of(verdict(deduplicator.tryLease(post).isPresent()));
            case LEASE_ALL -> shown(request, deduplicator.tryLeaseAll(posts));
            case CONFIRM -> each(posts, () -> lease().confirm(), true);
            case CONFIRM_ALL -> each(posts, () -> leases().confirm(), true);
            case EXTEND -> each(posts, () -> lease().extend(State.EXTENSION), true);
            case RELEASE -> each(posts, () -> lease().release(), Request.NO_ANSWER);
            case RELEASE_ALL -> each(posts, () -> leases().release(), Request.NO_ANSWER);
            case FORGET -> List.of(deduplicator.forget(post));
            case LOOKUP -> List.of(State.of(deduplicator.lookup(post), others, now));
            case PROCESS -> List.of(process(post));
            case FORGET_ALL, LOOKUP_ALL ->
                throw new IllegalArgumentException(
                        "A deduplicator has no " + request + "; see Request.ofDeduplicators()");
        };
    }

    private List<@Nullable Object> goOn(Request request, UnknownOutcomeException unsettled) {
        boolean wasLease = unsettled.operation() == UnknownOutcomeException.Operation.LEASE;
        ClaimBatch<?> batch = unsettled.retry();
        if (request == Request.PROCESS && wasLease) {
            processByHand((LeaseBatch<?>) batch);
        }
        return shown(request, batch);
    }

    private Verdict process(Fingerprint post) {
        Outcome outcome = deduplicator.processOnce(post, item -> actions++);
        return switch (outcome) {
            case PROCESSED -> processed(Verdict.CLAIMED);
            case DUPLICATE -> processed(Verdict.DUPLICATE);
            case IN_FLIGHT -> processed(Verdict.IN_FLIGHT);
        };
    }

    private void processByHand(LeaseBatch<?> batch) {
        if (batch.isClaimed(0)) {
            actions++;
            batch.confirm();
        }
    }

    /** Done once by whom the post is granted, and by nobody else. */
    private Verdict processed(Verdict verdict) {
        assertThat(actions).as("actions, %s", verdict).isEqualTo(verdict == Verdict.CLAIMED ? 1 : 0);
        return verdict;
    }

    private List<@Nullable Object> shown(Request request, ClaimBatch<?> batch) {
        return batch.verdicts().stream()
                .<@Nullable Object>map(verdict -> verdict == Verdict.UNKNOWN ? null : shown(request, verdict))
                .toList();
    }

    private Object shown(Request request, Verdict verdict) {
        if (!request.isClaim()) {
            return verdict == Verdict.CLAIMED;
        }
        return request == Request.PROCESS ? processed(verdict) : verdict;
    }

    /** What is not the caller's is a confirmed claim of somebody else in every trial of the two verbs that do not tell. */
    private static Verdict verdict(boolean callers) {
        return callers ? Verdict.CLAIMED : Verdict.DUPLICATE;
    }

    private static List<@Nullable Object> each(List<Fingerprint> posts, Runnable call, Object answer) {
        call.run();
        return Collections.nCopies(posts.size(), answer);
    }

    private LeaseBatch<?> leases() {
        return Objects.requireNonNull(leases);
    }

    private Lease<?> lease() {
        return leases().leases().get(0);
    }
}
