// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.StoreGuarantees;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Passes everything on to a real store, and notes what it was asked to claim. */
final class WatchedStore implements ClaimStore {
    private final String name;
    private final ClaimStore real;
    private final List<String> calls;
    private final Set<Fingerprint> asked = ConcurrentHashMap.newKeySet();

    /**
     * Watches.
     *
     * @param calls where to note each claim, as the name and the number of fingerprints
     */
    WatchedStore(String name, ClaimStore real, List<String> calls) {
        this.name = name;
        this.real = real;
        this.calls = calls;
    }

    /** Returns everything that anybody asked to claim. */
    Set<Fingerprint> asked() {
        return asked;
    }

    /** Returns how many of these the store holds now. */
    long held() {
        Answers<Optional<ClaimRecord>> records = real.lookup(List.copyOf(asked), Duration.ofSeconds(10))
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
        return real.claim(request);
    }

    @Override
    public CompletionStage<Answers<Boolean>> renew(ClaimRequest request) {
        return real.renew(request);
    }

    @Override
    public CompletionStage<Answers<Boolean>> release(
            List<Fingerprint> fingerprints, ClaimToken token, Duration timeLeft) {
        return real.release(fingerprints, token, timeLeft);
    }

    @Override
    public CompletionStage<Answers<Optional<ClaimRecord>>> lookup(List<Fingerprint> fingerprints, Duration timeLeft) {
        return real.lookup(fingerprints, timeLeft);
    }

    @Override
    public CompletionStage<Answers<Boolean>> forget(List<Fingerprint> fingerprints, Duration timeLeft) {
        assertThat(fingerprints).doesNotHaveDuplicates();
        return real.forget(fingerprints, timeLeft);
    }

    @Override
    public StoreGuarantees guarantees() {
        return real.guarantees();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int maximumBatchSize() {
        return real.maximumBatchSize();
    }

    @Override
    public void close() {
        real.close();
    }
}
