// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import dev.dedup.identity.Fingerprint;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A real store behind a line that fails by script: one fault per request, then none. */
final class ScriptedStore implements ClaimStore {
    private final ClaimStore real;
    private final Answering answering;
    private final Deque<Fault> script = new ArrayDeque<>();
    private final List<Sent> log = new ArrayList<>();
    private int batchSize = 1_000;
    private Runnable work = () -> {};
    private boolean closed;

    /** A request that arrived. */
    record Sent(
            String operation,
            List<Fingerprint> keys,
            @Nullable ClaimToken token,
            @Nullable ClaimState state,
            @Nullable Duration hold,
            Duration timeLeft,
            boolean isRepetition) {}

    /** On whose thread the store answers. */
    enum Answering {
        /** On the caller's, and says so. */
        BLOCKING,
        /** On another thread, later. */
        LATER,
        /** On the caller's, without ever waiting. */
        AT_ONCE
    }

    ScriptedStore(ClaimStore real, Answering answering) {
        this.real = real;
        this.answering = answering;
    }

    synchronized ScriptedStore failing(Fault... faults) {
        script.addAll(List.of(faults));
        return this;
    }

    synchronized ScriptedStore failing(int times, Fault fault) {
        for (int i = 0; i < times; i++) {
            script.add(fault);
        }
        return this;
    }

    synchronized void heal() {
        script.clear();
    }

    ScriptedStore batchSize(int size) {
        this.batchSize = size;
        return this;
    }

    /** What a request does before it is answered, such as taking time. */
    ScriptedStore taking(Runnable work) {
        this.work = work;
        return this;
    }

    synchronized List<Sent> log() {
        return List.copyOf(log);
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public CompletionStage<Answers<Verdict>> claim(ClaimRequest request) {
        return respond(sent("claim", request), keys -> real.claim(with(request, keys)));
    }

    @Override
    public CompletionStage<Answers<Boolean>> renew(ClaimRequest request) {
        return respond(sent("renew", request), keys -> real.renew(with(request, keys)));
    }

    @Override
    public CompletionStage<Answers<Boolean>> release(List<Fingerprint> keys, ClaimToken token, Duration timeLeft) {
        return respond(
                new Sent("release", keys, token, null, null, timeLeft, false),
                some -> real.release(some, token, timeLeft));
    }

    @Override
    public CompletionStage<Answers<Optional<ClaimRecord>>> lookup(List<Fingerprint> keys, Duration timeLeft) {
        return respond(
                new Sent("lookup", keys, null, null, null, timeLeft, false), some -> real.lookup(some, timeLeft));
    }

    @Override
    public CompletionStage<Answers<Boolean>> forget(List<Fingerprint> keys, Duration timeLeft) {
        return respond(
                new Sent("forget", keys, null, null, null, timeLeft, false), some -> real.forget(some, timeLeft));
    }

    @Override
    public StoreGuarantees guarantees() {
        return real.guarantees();
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public int maximumBatchSize() {
        return batchSize;
    }

    @Override
    public boolean isBlocking() {
        return answering == Answering.BLOCKING;
    }

    @Override
    public void close() {
        closed = true;
        real.close();
    }

    private <V> CompletionStage<Answers<V>> respond(
            Sent sent, Function<List<Fingerprint>, CompletionStage<Answers<V>>> apply) {
        Fault fault;
        synchronized (this) {
            log.add(sent);
            fault = script.isEmpty() ? Fault.NONE : script.remove();
        }
        work.run();
        if (fault == Fault.THROWN) {
            throw new IllegalStateException("thrown by script");
        }
        if (fault == Fault.ERROR) {
            throw new NoClassDefFoundError("missing by script");
        }
        return answering == Answering.LATER
                ? CompletableFuture.supplyAsync(() -> answer(sent, fault, apply))
                        .thenCompose(stage -> stage)
                : answer(sent, fault, apply);
    }

    private static <V> CompletionStage<Answers<V>> answer(
            Sent sent, Fault fault, Function<List<Fingerprint>, CompletionStage<Answers<V>>> apply) {
        return switch (fault) {
            case NONE, THROWN, ERROR -> apply.apply(sent.keys());
            case ANSWER_LOST -> apply.apply(sent.keys()).thenCompose(lost -> failed(sent, true));
            case REFUSED -> failed(sent, true);
            case FORBIDDEN -> failed(sent, false);
            case UNCLASSIFIED -> CompletableFuture.failedFuture(new java.io.IOException("broken by script"));
            case SILENT -> apply.apply(sent.keys()).thenCompose(lost -> new CompletableFuture<>());
            case HALF_ANSWERED -> apply.apply(sent.keys()).thenApply(all -> everySecond(sent, all, true));
            case HALF_APPLIED -> half(sent, apply, true);
            case HALF_FORBIDDEN -> half(sent, apply, false);
            case SHORT_ANSWER -> apply.apply(sent.keys()).thenApply(all -> Answers.of(List.of()));
            case NULL_ANSWER -> CompletableFuture.completedFuture(null);
        };
    }

    private static <V> CompletionStage<Answers<V>> half(
            Sent sent, Function<List<Fingerprint>, CompletionStage<Answers<V>>> apply, boolean retryable) {
        List<Fingerprint> some = new ArrayList<>();
        for (int i = 0; i < sent.keys().size(); i += 2) {
            some.add(sent.keys().get(i));
        }
        return apply.apply(some).thenApply(answers -> {
            Answers.Builder<V> builder = Answers.builder(sent.keys().size());
            for (int i = 0; i < sent.keys().size(); i++) {
                if (i % 2 == 0) {
                    builder.value(i, Objects.requireNonNull(answers.value(i / 2)));
                } else {
                    builder.failure(i, failure(sent, retryable));
                }
            }
            return builder.build("scripted", sent.operation());
        });
    }

    private static <V> Answers<V> everySecond(Sent sent, Answers<V> all, boolean retryable) {
        Answers.Builder<V> builder = Answers.builder(all.size());
        for (int i = 0; i < all.size(); i++) {
            if (i % 2 == 1) {
                builder.value(i, Objects.requireNonNull(all.value(i)));
            } else {
                builder.failure(i, failure(sent, retryable));
            }
        }
        return builder.build("scripted", sent.operation());
    }

    private static <V> CompletionStage<V> failed(Sent sent, boolean retryable) {
        return CompletableFuture.failedFuture(failure(sent, retryable));
    }

    private static StoreException failure(Sent sent, boolean retryable) {
        return retryable
                ? StoreException.retryable("scripted", sent.operation(), "lost by script", null)
                : StoreException.permanent("scripted", sent.operation(), "forbidden by script", null);
    }

    private static Sent sent(String operation, ClaimRequest request) {
        return new Sent(
                operation,
                request.fingerprints(),
                request.token(),
                request.state(),
                request.hold(),
                request.timeLeft(),
                request.isRepetition());
    }

    private static ClaimRequest with(ClaimRequest request, List<Fingerprint> keys) {
        return request.with(keys, request.timeLeft());
    }
}
