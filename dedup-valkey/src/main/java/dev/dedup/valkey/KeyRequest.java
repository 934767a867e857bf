// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One request to the store: a command for each key, and the answers as they come, from any thread.
 *
 * @param <V> the kind of answer
 */
final class KeyRequest<V> {
    /** Some 292 years, the longest that a timer counts. */
    private static final Duration LONGEST_TIME = Duration.ofNanos(Long.MAX_VALUE);

    private final Operation<V> operation;
    private final List<Fingerprint> fingerprints;
    private final KeyPrefix prefix;
    private final Link link;
    private final Failures failures;
    private final RequestQueue queue;
    private final List<KeyCommand<V>> commands;
    private final CompletableFuture<Void> answered = new CompletableFuture<>();
    private final CompletableFuture<Answers<V>> result = new CompletableFuture<>();

    // guarded by this
    private final Answers.Builder<V> answers;
    private int missing;

    KeyRequest(
            Operation<V> operation,
            List<Fingerprint> fingerprints,
            KeyPrefix prefix,
            Link link,
            Failures failures,
            RequestQueue queue) {
        this.operation = operation;
        this.fingerprints = fingerprints;
        this.prefix = prefix;
        this.link = link;
        this.failures = failures;
        this.queue = queue;
        this.commands = new ArrayList<>(fingerprints.size());
        this.answers = Answers.builder(fingerprints.size());
        this.missing = fingerprints.size();
    }

    Operation<V> operation() {
        return operation;
    }

    KeyPrefix prefix() {
        return prefix;
    }

    Fingerprint fingerprint(int index) {
        return fingerprints.get(index);
    }

    /** Sends all commands. The answer comes in less than {@code timeLeft}, so that what was answered by then is not lost. */
    CompletableFuture<Answers<V>> send(Duration timeLeft) {
        if (!queue.enter(fingerprints.size())) {
            refuse();
        } else if (fingerprints.isEmpty()) {
            complete();
        } else {
            sendAll(timeLeft.compareTo(LONGEST_TIME) < 0 ? timeLeft : LONGEST_TIME);
        }
        return result;
    }

    /** Runs an action when there is an answer for every key, or none is waited for any more. */
    @SuppressWarnings("FutureReturnValueIgnored") // what is run does not fail
    void atEnd(Runnable action) {
        result.thenRun(action);
    }

    /** Takes the server's answer to one command. What has been given up is not sent again, whatever the answer. */
    void replied(KeyCommand<V> command) {
        if (command.isDone()) {
            return;
        }
        String error = command.getError();
        if (error == null) {
            take(command);
        } else if (!isSentAgain(command, error)) {
            settle(command, null, failures.ofReply(operation.name(), error));
            link.refused(error);
        }
    }

    /** Takes the client's word that there will be no answer. */
    boolean failed(KeyCommand<V> command, Throwable reason) {
        return settle(command, null, failures.ofClient(operation.name(), reason));
    }

    private void refuse() {
        StoreException failure = failures.ofFullQueue(operation.name(), queue.problem(fingerprints.size()));
        Answers.Builder<V> refused = Answers.builder(fingerprints.size());
        for (int i = 0; i < fingerprints.size(); i++) {
            refused.failure(i, failure);
        }
        result.complete(refused.build(failures.store(), operation.name()));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // all ends in the result
    private void sendAll(Duration timeLeft) {
        for (int i = 0; i < fingerprints.size(); i++) {
            commands.add(new KeyCommand<>(this, i));
        }
        long patience = timeLeft.toNanos() / 10 * 9;
        answered.orTimeout(patience, TimeUnit.NANOSECONDS).whenComplete((nothing, late) -> finish(late, timeLeft));
        try {
            link.send(commands);
        } catch (RuntimeException e) {
            commands.forEach(command -> failed(command, e));
        }
    }

    private void take(KeyCommand<V> command) {
        try {
            settle(command, operation.meaning().of(command.value(), command.number(), command.secondNumber()), null);
        } catch (ForeignValueException e) {
            settle(command, null, failures.ofValue(operation.name(), command.fingerprint(), e));
        }
    }

    /** Whether the server only wants to be asked otherwise. */
    private boolean isSentAgain(KeyCommand<V> command, String error) {
        if (error.startsWith("NOSCRIPT") && command.switchToText()) {
            sendAgain(command, () -> link.send(List.of(command)));
            return true;
        }
        if (Link.isRedirection(error) && command.switchToRedirected()) {
            sendAgain(command, () -> link.follow(command));
            return true;
        }
        return false;
    }

    private void sendAgain(KeyCommand<V> command, Runnable way) {
        command.reset();
        try {
            way.run();
        } catch (RuntimeException e) {
            failed(command, e);
        }
    }

    private boolean settle(KeyCommand<V> command, @Nullable V value, @Nullable StoreException failure) {
        boolean last;
        synchronized (this) {
            if (command.isDone()) {
                return false;
            }
            command.settle();
            if (value != null) {
                answers.value(command.index(), value);
            } else if (failure != null) {
                answers.failure(command.index(), failure);
            }
            missing--;
            last = missing == 0;
        }
        if (last) {
            answered.complete(null);
        }
        return true;
    }

    /**
     * The timer's one thread serves the whole JVM: what follows a late answer goes elsewhere, and not to the common pool as such,
     * which may be set to have no threads.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // all ends in the result
    private void finish(@Nullable Throwable late, Duration timeLeft) {
        if (late == null) {
            complete();
        } else {
            CompletableFuture.runAsync(() -> {
                giveUp(timeLeft);
                complete();
            });
        }
    }

    private void giveUp(Duration timeLeft) {
        StoreException failure = failures.ofSilence(operation.name(), timeLeft);
        TimeoutException reason = new TimeoutException(failure.getMessage());
        for (KeyCommand<V> command : commands) {
            if (settle(command, null, failure)) {
                command.abandon(reason);
            }
        }
    }

    private void complete() {
        Answers<V> complete;
        synchronized (this) {
            complete = answers.build(failures.store(), operation.name());
        }
        queue.leave(fingerprints.size());
        result.complete(complete);
    }
}
