// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck;

import dev.dedup.spi.Answers;
import dev.dedup.spi.StoreException;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What came back from one operation: answers of the right number, or the failure of the whole stage. */
final class Reply<V> {
    private final String operation;
    private final List<Object> entries;

    private Reply(String operation, List<Object> entries) {
        this.operation = operation;
        this.entries = entries;
    }

    /** Asks, waits, and keeps values and failures in the order of the request. */
    static <V> Reply<V> to(
            String operation, int size, Duration patience, Supplier<CompletionStage<Answers<V>>> question) {
        try {
            Answers<V> answers =
                    stage(operation, question).toCompletableFuture().get(patience.toNanos(), TimeUnit.NANOSECONDS);
            return new Reply<>(operation, entries(operation, size, answers));
        } catch (ExecutionException failed) {
            return new Reply<>(operation, Collections.nCopies(size, failed.getCause()));
        } catch (TimeoutException late) {
            throw new AssertionError(operation + " did not complete its stage within " + patience, late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(
                    operation + " had not completed its stage when the test was interrupted", interrupted);
        }
    }

    /** Says whether a fingerprint has no value. */
    boolean failed() {
        return entries.stream().anyMatch(Throwable.class::isInstance);
    }

    /** Returns the values; fails if one is missing. */
    @SuppressWarnings("unchecked") // an entry is a Throwable or what Answers.value returned, which is a V
    List<V> values() {
        for (Object entry : entries) {
            if (entry instanceof Throwable failure) {
                throw new AssertionError(operation + " was to be answered, but failed: " + failure, failure);
            }
        }
        return (List<V>) entries;
    }

    /** Returns the failures; fails if one fingerprint got a value, or failed with anything but a {@link StoreException}. */
    List<StoreException> failures() {
        List<StoreException> failures = new ArrayList<>();
        for (Object entry : entries) {
            if (!(entry instanceof StoreException failure)) {
                throw new AssertionError(operation + " was to fail with a StoreException, but gave " + entry);
            }
            failures.add(failure);
        }
        return failures;
    }

    private static <V> CompletionStage<Answers<V>> stage(
            String operation, Supplier<CompletionStage<Answers<V>>> question) {
        try {
            return question.get();
        } catch (RuntimeException thrown) {
            throw new AssertionError(operation + " threw " + thrown + " instead of failing through its stage", thrown);
        }
    }

    private static List<Object> entries(String operation, int size, Answers<?> answers) {
        if (answers.size() != size) {
            throw new AssertionError(operation + " of " + size + " fingerprints gave " + answers.size() + " answers");
        }
        List<Object> entries = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            entries.add(entry(operation, answers.value(i), answers.failure(i)));
        }
        return entries;
    }

    private static Object entry(String operation, @Nullable Object value, @Nullable StoreException failure) {
        if (failure != null) {
            return failure;
        }
        if (value == null) {
            throw new AssertionError(operation + " gave neither a value nor a failure");
        }
        if (value == Verdict.UNKNOWN) {
            throw new AssertionError(
                    operation + " gave UNKNOWN as a value; a store that does not know gives a failure");
        }
        return value;
    }
}
