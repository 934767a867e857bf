// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.memory;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.util.List;

/** Claims in a store, through its public interface, with a new token for each call. */
final class StoreClaimer implements Claimer {
    private static final Duration TIME_LEFT = Duration.ofSeconds(2);

    private final ClaimStore store;

    StoreClaimer(ClaimStore store) {
        this.store = store;
    }

    @Override
    public boolean claim(Fingerprint fingerprint) {
        return ask(List.of(fingerprint)).value(0) == Verdict.CLAIMED;
    }

    @Override
    public int claimAll(List<Fingerprint> fingerprints) {
        Answers<Verdict> answers = ask(fingerprints);
        int claimed = 0;
        for (int i = 0; i < answers.size(); i++) {
            claimed += answers.value(i) == Verdict.CLAIMED ? 1 : 0;
        }
        return claimed;
    }

    private Answers<Verdict> ask(List<Fingerprint> fingerprints) {
        ClaimRequest request =
                new ClaimRequest(fingerprints, ClaimToken.random(), ClaimState.CONFIRMED, HOLD, TIME_LEFT);
        return store.claim(request).toCompletableFuture().join();
    }
}
