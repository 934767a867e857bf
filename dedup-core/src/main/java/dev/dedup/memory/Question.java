// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.StoreException;
import java.util.List;

/** One operation on one fingerprint, and the way it is asked for many. */
@FunctionalInterface
interface Question<V> {
    /** How many fingerprints to read ahead: what they bring in stays in a processor core's first cache until it is used. */
    int READ_AHEAD = 64;

    /** Asks for one fingerprint; a {@link StoreException} is the failure of this fingerprint alone. */
    V ask(ClaimTable table, Fingerprint fingerprint);

    /** Asks for each fingerprint in order. */
    default Answers<V> askAll(ClaimTable table, String operation, List<Fingerprint> fingerprints) {
        int size = fingerprints.size();
        Answers.Builder<V> answers = Answers.builder(size);
        for (int from = 0; from < size; from += READ_AHEAD) {
            int to = Math.min(size, from + READ_AHEAD);
            if (size > 1) {
                table.touch(fingerprints, from, to);
            }
            for (int i = from; i < to; i++) {
                answerOne(table, fingerprints.get(i), answers, i);
            }
        }
        return answers.build(InMemoryClaimStore.NAME, operation);
    }

    private void answerOne(ClaimTable table, Fingerprint fingerprint, Answers.Builder<V> answers, int index) {
        try {
            answers.value(index, ask(table, fingerprint));
        } catch (StoreException failure) {
            answers.failure(index, failure);
        }
    }
}
