// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One call to a store over all its chunks and attempts: which fingerprints still lack an answer, what to send next, and when to
 * give up.
 *
 * <p>It works in rounds. A round sends every fingerprint without an answer, chunk by chunk; what failed in a way that may pass is
 * sent again in the next round, after a pause. The deadline bounds the time without any new answer, so that a batch of any size
 * ends while the store answers, and a store that is silent is given up after one deadline. Confined to one thread at a time.
 *
 * @param <V> the kind of answer
 */
final class StoreCall<V> {
    private static final Duration SHORTEST_ATTEMPT = Duration.ofMillis(1);

    private final String operation;
    private final List<Fingerprint> keys;
    private final Request<V> request;
    private final CallContext context;
    private final @Nullable Object[] values;
    private final boolean isRepetition;

    private IndexList round;
    private IndexList nextRound = new IndexList(0);
    private int sent;
    private int missing;
    private int attempt = 1;
    private long lastProgress;
    private boolean interrupted;
    private boolean refused;
    private @Nullable Throwable lastFailure;

    /** Sends one chunk to the store. */
    interface Request<V> {
        CompletionStage<Answers<V>> send(List<Fingerprint> keys, Duration timeLeft, boolean isRepetition);
    }

    StoreCall(String operation, List<Fingerprint> keys, Request<V> request, CallContext context) {
        this(operation, keys, request, context, new @Nullable Object[keys.size()], false);
    }

    private StoreCall(
            String operation,
            List<Fingerprint> keys,
            Request<V> request,
            CallContext context,
            @Nullable Object[] values,
            boolean isRepetition) {
        this.operation = operation;
        this.keys = keys;
        this.request = request;
        this.context = context;
        this.values = values;
        this.isRepetition = isRepetition;
        this.round = IndexList.ofNulls(values);
        this.missing = round.size();
        this.lastProgress = context.timing().nanoTime();
    }

    /** The same call for whatever has no answer yet, with a new deadline. */
    StoreCall<V> again() {
        return new StoreCall<>(operation, keys, request, context, values.clone(), isRepetition() || sent > 0);
    }

    /** The same call for somebody who has sent such a request before, in another call under the same token. */
    StoreCall<V> asRepetition() {
        return new StoreCall<>(operation, keys, request, context, values.clone(), true);
    }

    String operation() {
        return operation;
    }

    CallContext context() {
        return context;
    }

    int attempt() {
        return attempt;
    }

    @Nullable
    Throwable lastFailure() {
        return lastFailure;
    }

    boolean wasInterrupted() {
        return interrupted;
    }

    /** The answer for one fingerprint, or null if there is none. */
    @SuppressWarnings("unchecked") // only answers of type V are ever put there
    @Nullable
    V value(int index) {
        return (V) values[index];
    }

    boolean isComplete() {
        return missing == 0;
    }

    /** The fingerprints without an answer. */
    List<Fingerprint> unanswered() {
        return IndexList.ofNulls(values).select(keys);
    }

    /** The fingerprints that were answered with this value. */
    List<Fingerprint> answeredWith(V value) {
        return IntStream.range(0, values.length)
                .filter(i -> value.equals(values[i]))
                .mapToObj(keys::get)
                .toList();
    }

    /** Whether the round has a chunk to send. The first chunk is sent however short the deadline. */
    boolean hasNextChunk() {
        return sent < round.size() && !interrupted && (isFresh() || timeLeft().toNanos() > 0);
    }

    Chunk<V> nextChunk() {
        int from = sent;
        sent = Math.min(round.size(), from + context.store().maximumBatchSize());
        return new Chunk<>(this, round.slice(from, sent));
    }

    /** The pause before the next round, or null if there is nothing to repeat or no time for it. */
    @Nullable
    Duration pauseBeforeRetry() {
        nextRound.addAll(round.slice(sent, round.size()));
        sent = round.size();
        if (nextRound.isEmpty() || interrupted) {
            return null;
        }
        Duration pause = context.backoff().afterAttempt(attempt);
        if (pause.compareTo(timeLeft()) >= 0) {
            return null;
        }
        context.events().retry(this, nextRound.size(), pause);
        return pause;
    }

    void startNextRound() {
        round = nextRound;
        nextRound = new IndexList(0);
        sent = 0;
        attempt++;
    }

    /** The deadline counts from here: a call may have waited for a thread of an executor. */
    void start() {
        lastProgress = context.timing().nanoTime();
    }

    /**
     * How long the next request may take: half of the deadline, so that a request which nobody answers can be repeated, and does not
     * keep the other chunks from being sent.
     */
    Duration attemptTime() {
        Duration left = min(timeLeft(), fullAttempt());
        return left.compareTo(SHORTEST_ATTEMPT) < 0 ? SHORTEST_ATTEMPT : left;
    }

    /** Whether the deadline has left a request less than the usual time. */
    boolean isShort(Duration attemptTime) {
        return attemptTime.compareTo(fullAttempt()) < 0;
    }

    private Duration fullAttempt() {
        return context.deadline().dividedBy(2);
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private Duration timeLeft() {
        long elapsed = context.timing().nanoTime() - lastProgress;
        return context.deadline().minusNanos(elapsed);
    }

    /** No further round is begun. */
    void interrupt(InterruptedException cause) {
        interrupted = true;
        giveUp(cause);
    }

    void answer(int index, V value) {
        values[index] = value;
        missing--;
        lastProgress = context.timing().nanoTime();
    }

    /** Silence at the end of the deadline says less than what the store answered before, and does not take its place. */
    void repeatLater(int index, @Nullable Throwable failure, boolean isCutShort) {
        nextRound.add(index);
        if (failure != null && !refused && (lastFailure == null || !isCutShort)) {
            lastFailure = failure;
        }
    }

    /** A failure for good says more than one that may pass, and is kept. */
    void giveUp(Throwable failure) {
        refused = true;
        lastFailure = failure;
    }

    CompletionStage<Answers<V>> send(IndexList indices, Duration time) {
        List<Fingerprint> chunk = indices.size() == keys.size() ? keys : indices.select(keys);
        return request.send(chunk, time, isRepetition());
    }

    /** What is unknown and how hard it was tried, for messages. */
    String summary() {
        String first = isComplete() ? "" : ", the first of them " + unanswered().get(0);
        return context.store().name() + ": the outcome of " + operation + " is unknown for " + missing + " of "
                + keys.size() + " fingerprints" + first + ", after " + attempt + " attempts with a deadline of "
                + context.deadline();
    }

    private boolean isRepetition() {
        return isRepetition || attempt > 1;
    }

    private boolean isFresh() {
        return attempt == 1 && sent == 0;
    }
}
