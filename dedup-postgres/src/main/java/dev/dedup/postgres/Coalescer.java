// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.StoreException;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets single claims that come at the same time share a statement, and so a commit.
 *
 * <p>A few statements are under way at a time. A claim that finds fewer goes at once, by itself; all that come meanwhile wait and go
 * together in the next. So nobody but a second claim of the same post waits for longer than a statement takes, and there is no timer.
 * A shared statement runs on the thread of one of those it is for. It ends before the first of them has to give up. A claim whose post
 * another transaction has claimed and not committed leaves the statement, and waits for that transaction by itself.
 *
 * <p>Thread-safe.
 */
final class Coalescer {
    private static final int STATEMENTS = 2;

    private final Claims claims;
    private final Failures failures;
    private final int largestBatch;
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private int underWay;

    Coalescer(Claims claims, Failures failures, int largestBatch) {
        this.claims = claims;
        this.failures = failures;
        this.largestBatch = largestBatch;
    }

    /** A claim of one fingerprint, from its call until its answer. What comes of it is written under the coalescer's lock. */
    private static final class Waiting {
        final ClaimRequest request;
        final Thread thread = Thread.currentThread();
        final long end;
        volatile @Nullable List<Waiting> batchToSend;
        volatile @Nullable Verdict verdict;
        volatile @Nullable StoreException failure;

        Waiting(ClaimRequest request) {
            this.request = request;
            this.end = System.nanoTime() + Session.nanos(request.timeLeft());
        }

        Fingerprint fingerprint() {
            return request.fingerprints().get(0);
        }

        /** For a post that another transaction has claimed and not committed: its end is waited for by nobody else. */
        ClaimRequest requestAlone() {
            Duration timeLeft = Duration.ofNanos(Math.max(1, nanosLeft()));
            return request.with(request.fingerprints(), timeLeft);
        }

        boolean isAnswered() {
            return verdict != null || failure != null;
        }

        boolean isServed() {
            return batchToSend != null || isAnswered();
        }

        boolean hasTimeToSend() {
            return Session.isEnough(nanosLeft(), request.timeLeft());
        }

        long nanosLeft() {
            return end - System.nanoTime();
        }
    }

    Answers<Verdict> claim(ClaimRequest request) {
        if (request.fingerprints().size() > 1) {
            return claims.claim(request);
        }
        Waiting own = new Waiting(request);
        enqueue(own);
        while (!own.isAnswered()) {
            await(own);
            List<Waiting> batch = own.batchToSend;
            if (batch != null) {
                own.batchToSend = null;
                send(batch);
            }
        }
        StoreException failure = own.failure;
        return failure != null && Failures.isWait(failure) ? claims.claim(own.requestAlone()) : answer(own);
    }

    private synchronized void enqueue(Waiting own) {
        queue.add(own);
        List<Waiting> batch = underWay < STATEMENTS ? nextBatch() : List.of();
        if (!batch.isEmpty()) {
            underWay++;
            own.batchToSend = batch;
        }
    }

    /** Waits for an answer or for the duty to send. The driver does not let a thread be interrupted, and neither does this. */
    private void await(Waiting own) {
        boolean interrupted = false;
        while (!own.isServed()) {
            long left = own.nanosLeft();
            if (left > 0) {
                LockSupport.parkNanos(this, left);
                interrupted |= Thread.interrupted();
            } else {
                leave(own);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void leave(Waiting own) {
        if (!own.isServed()) {
            queue.remove(own);
            own.failure = failures.ofSilence("claim", own.request.timeLeft());
        }
    }

    /** The statement ends before the first of them gives up: what was given up and released must not be committed afterwards. */
    private void send(List<Waiting> batch) {
        Duration timeLeft = Duration.ofNanos(
                Math.max(1, batch.stream().mapToLong(Waiting::nanosLeft).min().orElseThrow()));
        Answers<Verdict> answers = null;
        StoreException failure = failures.ofSilence("claim", timeLeft);
        try {
            List<ClaimRequest> requests =
                    batch.stream().map(waiting -> waiting.request).toList();
            answers = BatchClaim.ofSeveralCalls(claims, requests, timeLeft).answers();
        } catch (RuntimeException e) {
            failure = failures.toStoreException("claim", e);
        } finally {
            finish(batch, answers, failure);
        }
    }

    private void finish(List<Waiting> batch, @Nullable Answers<Verdict> answers, StoreException otherwise) {
        Waiting next = serve(batch, answers, otherwise);
        batch.forEach(waiting -> LockSupport.unpark(waiting.thread));
        if (next != null) {
            LockSupport.unpark(next.thread);
        }
    }

    /** Hands out the answers, and the duty to send what has come meanwhile; returns who has it. */
    private synchronized @Nullable Waiting serve(
            List<Waiting> batch, @Nullable Answers<Verdict> answers, StoreException otherwise) {
        for (int i = 0; i < batch.size(); i++) {
            Waiting waiting = batch.get(i);
            waiting.verdict = answers == null ? null : answers.value(i);
            waiting.failure = answers == null ? otherwise : answers.failure(i);
        }
        List<Waiting> next = nextBatch();
        if (next.isEmpty()) {
            underWay--;
            return null;
        }
        Waiting sender = next.get(next.size() - 1);
        sender.batchToSend = next;
        return sender;
    }

    /** The oldest of the queue, of each fingerprint one: a statement cannot claim the same one for two. Who has no time left stays. */
    private List<Waiting> nextBatch() {
        List<Waiting> batch = new ArrayList<>();
        Set<Fingerprint> distinct = new HashSet<>();
        for (Iterator<Waiting> waiting = queue.iterator(); waiting.hasNext() && batch.size() < largestBatch; ) {
            Waiting next = waiting.next();
            if (next.hasTimeToSend() && distinct.add(next.fingerprint())) {
                batch.add(next);
                waiting.remove();
            }
        }
        return batch;
    }

    private Answers<Verdict> answer(Waiting own) {
        Answers.Builder<Verdict> answer = Answers.builder(1);
        Verdict verdict = own.verdict;
        StoreException failure = own.failure;
        if (verdict != null) {
            answer.value(0, verdict);
        } else if (failure != null) {
            answer.failure(0, failure);
        }
        return answer.build(failures.store(), "claim");
    }
}
