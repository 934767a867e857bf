// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.StoreException;
import dev.dedup.spi.Verdict;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A claim request some of whose fingerprints are known to be duplicates.
 *
 * @param request all that was asked
 * @param known the places of the duplicates in it
 */
record PartialRequest(ClaimRequest request, BitSet known) {
    private static final String OPERATION = "claim";

    boolean isAllKnown() {
        return known.cardinality() == request.fingerprints().size();
    }

    /** What the store still has to be asked. */
    ClaimRequest rest() {
        List<Fingerprint> unknown = new ArrayList<>();
        for (int i = 0; i < request.fingerprints().size(); i++) {
            if (!known.get(i)) {
                unknown.add(request.fingerprints().get(i));
            }
        }
        return request.with(unknown, request.timeLeft());
    }

    Answers<Verdict> withoutStore(String store) {
        return merge(Answers.of(List.of()), null, store);
    }

    /** The store's answers to the rest, or for each of them the failure of all, with the known duplicates in their places. */
    Answers<Verdict> merge(@Nullable Answers<Verdict> answers, @Nullable Throwable failure, String store) {
        int size = request.fingerprints().size();
        Answers<Verdict> rest = answersToRest(answers, failure, size - known.cardinality(), store);
        Answers.Builder<Verdict> merged = Answers.builder(size);
        int next = 0;
        for (int i = 0; i < size; i++) {
            if (known.get(i)) {
                merged.remembered(i, Verdict.DUPLICATE);
            } else {
                copy(rest, next++, merged, i);
            }
        }
        return merged.build(store, OPERATION);
    }

    private static Answers<Verdict> answersToRest(
            @Nullable Answers<Verdict> answers, @Nullable Throwable failure, int size, String store) {
        if (answers != null && answers.size() == size) {
            return answers;
        }
        StoreException each = failure == null ? misfit(answers, size, store) : toStoreException(failure, store);
        Answers.Builder<Verdict> failed = Answers.builder(size);
        for (int i = 0; i < size; i++) {
            failed.failure(i, each);
        }
        return failed.build(store, OPERATION);
    }

    private static StoreException misfit(@Nullable Answers<Verdict> answers, int size, String store) {
        String count = answers == null ? "null" : answers.size() + " answers";
        return StoreException.permanent(
                store,
                OPERATION,
                "the store gave " + count + " to " + size + " fingerprints, which is a bug of the store",
                null);
    }

    private static StoreException toStoreException(Throwable failure, String store) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof StoreException known
                ? known
                : StoreException.retryable(store, OPERATION, "the store failed with " + cause, cause);
    }

    private static void copy(Answers<Verdict> from, int place, Answers.Builder<Verdict> to, int index) {
        Verdict verdict = from.value(place);
        StoreException failure = from.failure(place);
        if (verdict != null) {
            to.value(index, verdict);
        } else if (failure != null) {
            to.failure(index, failure);
        }
    }
}
