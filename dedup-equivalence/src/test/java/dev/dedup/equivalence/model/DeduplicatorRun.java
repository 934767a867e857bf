// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.AsyncDeduplicator;
import dev.dedup.ClaimBatch;
import dev.dedup.Deduplicator;
import dev.dedup.Lease;
import dev.dedup.LeaseLostException;
import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What the workers of a program do through deduplicators on one store.
 *
 * <p>What the store has answered must be the model's answers; what it was asked, what the verb is for; what the worker is told, the store's
 * last answer.
 */
final class DeduplicatorRun implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    /** The worker whose batches go the asynchronous way. */
    private static final int WITHOUT_WAITING = 0;

    private final StoreRun run;
    private final Map<Integer, HandLease> leases = new HashMap<>();

    DeduplicatorRun(StoreRun run) {
        this.run = run;
    }

    /** A worker claims or leases posts, of which some may be equal. */
    void claimAll(int worker, List<Integer> places, ClaimState state, Hold hold, Fate fate) {
        Line line = line(worker, fate);
        List<Fingerprint> items = run.fingerprints(places);
        String claim = Operation.name("claim", state, run.time(hold));
        List<Verdict> told = claim(worker, line, items, state, run.time(hold)).verdicts();
        judge(line, List.of(claim));
        for (int i = 0; i < items.size(); i++) {
            int first = items.indexOf(items.get(i));
            Object right = first == i ? line.last(claim, items.get(i)) : repeated(told.get(first), state);
            assertThat(told.get(i)).as("verdict on item %s of %s", i, places).isEqualTo(right);
        }
    }

    /** A worker processes a post once, with an action that succeeds or fails. */
    void processOnce(int worker, int place, Hold hold, boolean succeeds, Fate fate) {
        Line line = line(worker, fate);
        Duration time = run.time(hold);
        Fingerprint post = run.fingerprints(List.of(place)).get(0);
        String told = process(line, post, time, succeeds);
        String claim = Operation.name("claim", ClaimState.LEASED, time);
        Settlement settlement = succeeds ? Settlement.CONFIRM : Settlement.RELEASE;
        boolean isClaimed = judge(line, List.of(claim, settlement.request(time))) == 2;
        Object verdict = line.last(claim, post);
        assertThat(isClaimed).as("an action was run after %s", verdict).isEqualTo(verdict == Verdict.CLAIMED);
        assertThat(told)
                .isEqualTo(isClaimed ? end(line.last(settlement.request(time), post), succeeds) : verdict.toString());
    }

    /** A worker takes a lease by hand, in place of one that it may hold. */
    void lease(int worker, int place, Hold hold, Fate fate) {
        leave(worker);
        Line line = line(worker, fate);
        Deduplicator<Fingerprint> deduplicator = deduplicator(line, run.time(hold));
        Fingerprint post = run.fingerprints(List.of(place)).get(0);
        Optional<Lease<Fingerprint>> lease = deduplicator.tryLease(post);
        String claim = Operation.name("claim", ClaimState.LEASED, run.time(hold));
        judge(line, List.of(claim));
        assertThat(lease.isPresent()).as("leased").isEqualTo(line.last(claim, post) == Verdict.CLAIMED);
        lease.ifPresentOrElse(
                held -> leases.put(worker, new HandLease(held, run.time(hold), line, deduplicator)),
                deduplicator::close);
    }

    /** A worker does something with its lease, if it has one. */
    void settle(int worker, Settlement how, Fate fate) {
        HandLease held = leases.get(worker);
        if (held == null) {
            return;
        }
        boolean told = held.settle(how, fate);
        String request = how.request(held.hold());
        judge(held.line(), List.of(request));
        Object answer = held.line().last(request, held.lease().item());
        assertThat(told).as("told that the lease was held").isEqualTo(how == Settlement.RELEASE || answer.equals(true));
        if (how != Settlement.EXTEND || !told) {
            leave(worker);
        }
    }

    /** A worker has no lease any more; the store may. */
    void leave(int worker) {
        HandLease left = leases.remove(worker);
        if (left != null) {
            left.deduplicator().close();
        }
    }

    @Override
    public void close() {
        List.copyOf(leases.keySet()).forEach(this::leave);
    }

    private Line line(int worker, Fate fate) {
        return new Line(run.client(worker), run::stopwatch, fate);
    }

    /** Fails unless the store was rightly asked for the first of these requests, or for more in their order. Tells for how many. */
    private int judge(Line line, List<String> requests) {
        assertThat(line.failures()).as("failures of the store").isEmpty();
        line.exchanges().forEach(run::judge);
        assertThat(line.tokens()).as("tokens of one call").hasSize(1);
        List<String> asked = line.exchanges().stream()
                .map(exchange -> exchange.operation().name())
                .distinct()
                .toList();
        assertThat(asked)
                .as("requests of the call")
                .isNotEmpty()
                .isEqualTo(requests.subList(0, Math.min(asked.size(), requests.size())));
        return asked.size();
    }

    private static ClaimBatch<Fingerprint> claim(
            int worker, Line line, List<Fingerprint> items, ClaimState state, Duration hold) {
        try (Deduplicator<Fingerprint> deduplicator = deduplicator(line, hold)) {
            if (worker == WITHOUT_WAITING) {
                return claim(deduplicator.async(), items, state)
                        .toCompletableFuture()
                        .join();
            }
            return state == ClaimState.CONFIRMED ? deduplicator.tryClaimAll(items) : deduplicator.tryLeaseAll(items);
        }
    }

    private static CompletionStage<? extends ClaimBatch<Fingerprint>> claim(
            AsyncDeduplicator<Fingerprint> deduplicator, List<Fingerprint> items, ClaimState state) {
        return state == ClaimState.CONFIRMED ? deduplicator.tryClaimAll(items) : deduplicator.tryLeaseAll(items);
    }

    /** Tells what the caller is told. */
    private static String process(Line line, Fingerprint post, Duration hold, boolean succeeds) {
        try (Deduplicator<Fingerprint> deduplicator = deduplicator(line, hold)) {
            return deduplicator
                    .processOnce(post, item -> {
                        if (!succeeds) {
                            throw new ActionFailed();
                        }
                    })
                    .toString();
        } catch (ActionFailed | LeaseLostException e) {
            return e.getClass().getSimpleName();
        }
    }

    /** What the caller is told once its action was run. */
    private static String end(Object renewedOrReleased, boolean succeeds) {
        if (!succeeds) {
            return "ActionFailed";
        }
        return renewedOrReleased.equals(true) ? "PROCESSED" : "LeaseLostException";
    }

    private static Deduplicator<Fingerprint> deduplicator(Line line, Duration hold) {
        return Deduplicator.forItems(line, (Fingerprint post) -> post)
                .retention(hold)
                .leaseTime(hold)
                .deadline(DEADLINE)
                .build();
    }

    private static Verdict repeated(Verdict first, ClaimState state) {
        if (first != Verdict.CLAIMED) {
            return first;
        }
        return state == ClaimState.LEASED ? Verdict.IN_FLIGHT : Verdict.DUPLICATE;
    }

    private static final class ActionFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
