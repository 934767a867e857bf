// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.Verdict;
import dev.dedup.testservers.claims.ForwardingStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Passes everything on to a real store, and notes what it was asked to claim. */
class WatchedStore extends ForwardingStore {
    private final String name;
    private final List<String> calls;
    private final Set<Fingerprint> asked = ConcurrentHashMap.newKeySet();

    /**
     * Watches.
     *
     * @param calls where to note each claim, as the name and the number of fingerprints
     */
    WatchedStore(String name, ClaimStore real, List<String> calls) {
        super(real);
        this.name = name;
        this.calls = calls;
    }

    /** Returns everything that anybody asked to claim. */
    Set<Fingerprint> asked() {
        return asked;
    }

    /** Returns how many of these the store holds now. */
    long held() {
        Answers<Optional<ClaimRecord>> records = store().lookup(List.copyOf(asked), Duration.ofSeconds(10))
                .toCompletableFuture()
                .join();
        long held = 0;
        for (int i = 0; i < records.size(); i++) {
            Optional<ClaimRecord> record = records.value(i);
            held += record != null && record.isPresent() ? 1 : 0;
        }
        return held;
    }

    @Override
    public CompletionStage<Answers<Verdict>> claim(ClaimRequest request) {
        calls.add(name + " " + request.fingerprints().size());
        asked.addAll(request.fingerprints());
        return super.claim(request);
    }

    @Override
    public CompletionStage<Answers<Boolean>> forget(List<Fingerprint> fingerprints, Duration timeLeft) {
        assertThat(fingerprints).doesNotHaveDuplicates();
        return super.forget(fingerprints, timeLeft);
    }

    @Override
    public String name() {
        return name;
    }
}
