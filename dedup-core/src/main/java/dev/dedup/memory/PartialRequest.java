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

/**
 * A claim request some of whose fingerprints are known to be duplicates.
 *
 * @param request all that was asked
 * @param known the places of the duplicates in it
 */
record PartialRequest(ClaimRequest request, BitSet known) {
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
        return merge(Answers.of(List.of()), store);
    }

    /** The store's answers to the rest, with the known duplicates in their places. */
    Answers<Verdict> merge(Answers<Verdict> answers, String store) {
        int size = request.fingerprints().size();
        if (answers.size() != size - known.cardinality()) {
            throw StoreException.permanent(
                    store,
                    "claim",
                    "the store gave " + answers.size() + " answers to " + (size - known.cardinality())
                            + " fingerprints, which is a bug of the store",
                    null);
        }
        Answers.Builder<Verdict> merged = Answers.builder(size);
        int next = 0;
        for (int i = 0; i < size; i++) {
            if (known.get(i)) {
                merged.remembered(i, Verdict.DUPLICATE);
            } else {
                copy(answers, next++, merged, i);
            }
        }
        return merged.build(store, "claim");
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
