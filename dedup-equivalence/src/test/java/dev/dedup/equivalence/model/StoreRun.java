// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimToken;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A program's run on one store, beside what is believed of each post. */
final class StoreRun implements AutoCloseable {
    private final Bench bench;
    private final Clients clients;
    private final List<Fingerprint> posts;
    private final Beliefs beliefs;
    private final DeduplicatorRun deduplicators = new DeduplicatorRun(this);
    private final Map<Integer, ClaimToken> tokens = new HashMap<>();
    private final Map<Integer, List<Runnable>> sent = new HashMap<>();
    private Instant lastAnswer;

    StoreRun(Bench bench, Setup setup, List<Fingerprint> posts) {
        this.bench = bench;
        this.clients = bench.clients(setup);
        this.posts = posts;
        this.beliefs = new Beliefs();
        this.lastAnswer = bench.clock().now();
    }

    /** Takes a step, and counts what of it came at the end of a claim. */
    void take(Step step) {
        long before = beliefs.edges();
        step.on(this);
        bench.edges().add(step, beliefs.edges() - before);
    }

    /** What workers do through deduplicators. */
    DeduplicatorRun deduplicators() {
        return deduplicators;
    }

    /** A worker begins a call, and from now on asks under the token of that call. */
    ClaimToken newToken(int worker) {
        ClaimToken token = ClaimToken.random();
        tokens.put(worker, token);
        return token;
    }

    /** The token of a worker's last call; one that holds nothing if it has made none. */
    ClaimToken token(int worker) {
        return tokens.computeIfAbsent(worker, none -> ClaimToken.random());
    }

    /** A worker asks under its token, and may ask the same again. */
    <V> void call(int worker, List<Integer> places, Operation<V> operation, Fate fate) {
        sent(worker).add(() -> ask(worker, places, operation, true));
        ask(worker, places, operation, fate);
    }

    /** A worker asks about distinct posts. */
    <V> void ask(int worker, List<Integer> places, Operation<V> operation, Fate fate) {
        if (fate != Fate.REQUEST_LOST) {
            ask(worker, places, operation, false);
        }
    }

    /**
     * A worker sends a request under a token again.
     *
     * @param back how many it has sent since; its first one if it has sent fewer
     */
    void askAgain(int worker, int back) {
        List<Runnable> requests = sent(worker);
        if (!requests.isEmpty()) {
            requests.get(Math.max(0, requests.size() - 1 - back)).run();
        }
    }

    /** Lets time pass since the last answer of this store: what the other ones have taken is part of it. */
    void pass(int millis) {
        lastAnswer = lastAnswer.plus(bench.time(millis));
        Duration left = Duration.between(bench.clock().now(), lastAnswer);
        if (!left.isNegative()) {
            bench.clock().advance(left);
        }
    }

    /** Where workers are threads of one process, all of them get another client, and a memory that knows nothing. */
    void reopen(int worker) {
        clients.sharers(worker).forEach(deduplicators::leave);
        clients.reopen(worker);
    }

    /** Nobody knows any more what the worker held. */
    void crash(int worker) {
        tokens.remove(worker);
        sent.remove(worker);
        reopen(worker);
    }

    /** How long that is on this store. */
    Duration time(Hold hold) {
        return hold.on(bench);
    }

    ClaimStore client(int worker) {
        return clients.of(worker);
    }

    List<Fingerprint> fingerprints(List<Integer> places) {
        return places.stream().map(posts::get).toList();
    }

    /** Begins to measure when a store answers. */
    Stopwatch stopwatch() {
        return new Stopwatch(bench.clock());
    }

    /** The store has answered. Fails if the model does not answer so. */
    void judge(Exchange<?> exchange) {
        lastAnswer = exchange.moment().to();
        beliefs.judge(exchange);
    }

    @Override
    public String toString() {
        return bench.toString();
    }

    /** Leaves open leases to lapse. */
    @Override
    public void close() {
        deduplicators.close();
    }

    private List<Runnable> sent(int worker) {
        return sent.computeIfAbsent(worker, none -> new ArrayList<>());
    }

    private <V> void ask(int worker, List<Integer> places, Operation<V> operation, boolean isRepetition) {
        List<Fingerprint> asked = fingerprints(places);
        Stopwatch stopwatch = stopwatch();
        List<V> answers = operation.ask(client(worker), asked, isRepetition);
        judge(new Exchange<>(operation, asked, stopwatch.moment(), answers));
    }
}
