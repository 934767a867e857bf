// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.cuts;

import dev.dedup.ClaimBatch;
import dev.dedup.Deduplicator;
import dev.dedup.Lease;
import dev.dedup.LeaseLostException;
import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Asks through a deduplicator, which asks again by itself until it has an answer. */
final class DeduplicatorCaller implements Caller {
    private final Deduplicator<Fingerprint> deduplicator;
    private final Set<ClaimToken> others;
    private final Instant now;
    private final Map<Fingerprint, Lease<Fingerprint>> leases = new HashMap<>();

    private DeduplicatorCaller(Deduplicator<Fingerprint> deduplicator, Set<ClaimToken> others, Instant now) {
        this.deduplicator = deduplicator;
        this.others = others;
        this.now = now;
    }

    /** Makes callers of one deduplicator on a store, which stays open. */
    static Callers on(ClaimStore store) {
        Deduplicator<Fingerprint> deduplicator = Deduplicator.forItems(store.shared(), (Fingerprint post) -> post)
                .retention(State.HOLD)
                .leaseTime(State.HOLD)
                .deadline(Asking.PATIENCE)
                .build();
        return (others, now) -> new DeduplicatorCaller(deduplicator, others, now);
    }

    @Override
    public void lease(Fingerprint post) {
        leases.put(post, deduplicator.tryLease(post).orElseThrow());
    }

    /** The patience is the deduplicator's. */
    @Override
    public List<@Nullable Object> ask(Request request, List<Fingerprint> posts, Duration patience) {
        return request == Request.BATCH ? verdicts(posts) : List.of(answer(request, posts.get(0)));
    }

    @Override
    public boolean asksAgain() {
        return false;
    }

    private List<@Nullable Object> verdicts(List<Fingerprint> posts) {
        ClaimBatch<Fingerprint> batch = deduplicator.tryClaimAll(posts);
        return IntStream.range(0, posts.size())
                .<@Nullable Object>mapToObj(batch::verdict)
                .toList();
    }

    private Object answer(Request request, Fingerprint post) {
        return switch (request) {
            case CLAIM, BATCH -> verdict(deduplicator.tryClaim(post));
            case LEASE -> verdict(deduplicator.tryLease(post).isPresent());
            case CONFIRM -> isHeld(() -> leaseOn(post).confirm());
            case EXTEND -> isHeld(() -> leaseOn(post).extend(State.EXTENSION));
            case RELEASE -> release(post);
            case FORGET -> deduplicator.forget(post);
            case LOOKUP -> State.of(deduplicator.lookup(post), others, now);
        };
    }

    /** What is not the caller's is a confirmed claim of somebody else in every trial of the two verbs that do not tell. */
    private static Verdict verdict(boolean callers) {
        return callers ? Verdict.CLAIMED : Verdict.DUPLICATE;
    }

    private Object release(Fingerprint post) {
        leaseOn(post).release();
        return Request.NO_ANSWER;
    }

    private Lease<Fingerprint> leaseOn(Fingerprint post) {
        return Objects.requireNonNull(leases.get(post));
    }

    private static boolean isHeld(Runnable renewal) {
        try {
            renewal.run();
            return true;
        } catch (LeaseLostException e) {
            return false;
        }
    }
}
