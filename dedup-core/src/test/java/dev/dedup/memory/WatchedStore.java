// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.StoreException;
import dev.dedup.spi.StoreGuarantees;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A real store whose requests are written down, and which can be cut off. */
final class WatchedStore implements ClaimStore {
    private final List<String> requests = new ArrayList<>();
    private final ClaimStore real;
    private final boolean transactional;
    private Runnable beforeClaim = () -> {};
    private Runnable beforeLookup = () -> {};
    private Duration timeOfLookup = Duration.ZERO;
    private int lookups;
    private String broken = "";

    WatchedStore(ClaimStore real) {
        this(real, false);
    }

    WatchedStore(ClaimStore real, boolean transactional) {
        this.real = real;
        this.transactional = transactional;
    }

    /** Does something before each claim from now on. */
    void beforeClaim(Runnable event) {
        beforeClaim = event;
    }

    /** Does something before each lookup from now on. */
    void beforeLookup(Runnable event) {
        beforeLookup = event;
    }

    /** Fails one operation from now on; none if it is empty. */
    void breakDown(String operation) {
        broken = operation;
    }

    /** Returns what time the latest lookup was given. */
    Duration timeOfLookup() {
        return timeOfLookup;
    }

    int lookups() {
        return lookups;
    }

    /** Returns the requests since the last call. */
    List<String> requests() {
        List<String> seen = List.copyOf(requests);
        requests.clear();
        return seen;
    }

    @Override
    public CompletionStage<Answers<Verdict>> claim(ClaimRequest request) {
        beforeClaim.run();
        return ask("claim", request.fingerprints(), () -> real.claim(request));
    }

    @Override
    public CompletionStage<Answers<Boolean>> renew(ClaimRequest request) {
        return ask("renew", request.fingerprints(), () -> real.renew(request));
    }

    @Override
    public CompletionStage<Answers<Boolean>> release(List<Fingerprint> keys, ClaimToken token, Duration timeLeft) {
        return ask("release", keys, () -> real.release(keys, token, timeLeft));
    }

    @Override
    public CompletionStage<Answers<Optional<ClaimRecord>>> lookup(List<Fingerprint> keys, Duration timeLeft) {
        timeOfLookup = timeLeft;
        lookups++;
        beforeLookup.run();
        return ask("lookup", keys, () -> real.lookup(keys, timeLeft));
    }

    @Override
    public CompletionStage<Answers<Boolean>> forget(List<Fingerprint> keys, Duration timeLeft) {
        return ask("forget", keys, () -> real.forget(keys, timeLeft));
    }

    @Override
    public StoreGuarantees guarantees() {
        return real.guarantees();
    }

    @Override
    public String name() {
        return "watched";
    }

    @Override
    public int maximumBatchSize() {
        return 500;
    }

    @Override
    public boolean isBlocking() {
        return true;
    }

    @Override
    public boolean isTransactional() {
        return transactional;
    }

    @Override
    public void close() {
        real.close();
    }

    private <V> CompletionStage<V> ask(String operation, List<Fingerprint> keys, Supplier<CompletionStage<V>> request) {
        requests.add(operation + " " + keys.size());
        return broken.equals(operation)
                ? CompletableFuture.failedFuture(StoreException.retryable(name(), operation, "it was cut off", null))
                : request.get();
    }
}
