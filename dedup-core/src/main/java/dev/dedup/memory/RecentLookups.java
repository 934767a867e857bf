// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks up claims so that they can be remembered; what goes wrong with that is never an answer to anybody. */
final class RecentLookups {
    private static final Logger LOG = LoggerFactory.getLogger(RecentDuplicates.class);
    private static final Duration PAUSE = Duration.ofMinutes(1);

    /** What a claim is remembered less than it is held: for the clocks of one store's several servers, and for reading them late. */
    private static final long MARGIN_MILLIS = 1_000;

    /** The most by which the rates of two clocks differ: ten times that of quartz, twice that of a clock being set right. */
    private static final long MARGIN_DIVISOR = 1_000;

    private static final long NO_END = Long.MAX_VALUE / 2;

    private final ClaimStore store;
    private final RecentTable table;
    private final ForwardTime time;
    private final StoreTime storeTime;
    private final long maximumAge;
    private volatile long pausedUntil = Long.MIN_VALUE;

    RecentLookups(ClaimStore store, RecentTable table, ForwardTime time, Duration maximumAge) {
        this.store = store;
        this.table = table;
        this.time = time;
        this.storeTime = new StoreTime(store, time);
        this.maximumAge = maximumAge.toMillis();
    }

    /** Remembers those of the fingerprints that the store shows confirmed. */
    @SuppressWarnings("FutureReturnValueIgnored") // what goes wrong ends in pause()
    void remember(List<Fingerprint> fingerprints, Duration timeLeft) {
        Duration half = timeLeft.dividedBy(2);
        if (half.toMillis() == 0 || isPaused()) {
            return;
        }
        try {
            storeTime
                    .reading(half)
                    .thenCompose(reading -> lookUp(fingerprints, half, reading))
                    .whenComplete((done, failure) -> {
                        if (failure != null) {
                            pause(failure);
                        }
                    });
        } catch (RuntimeException | Error e) {
            pause(e);
        }
    }

    /** Looks nothing up any more. */
    void stop() {
        pausedUntil = Long.MAX_VALUE;
    }

    private CompletionStage<Void> lookUp(List<Fingerprint> fingerprints, Duration timeLeft, StoreTime.Reading reading) {
        long moment = table.moment();
        return store.lookup(fingerprints, timeLeft)
                .thenAccept(found -> rememberAll(fingerprints, found, reading, moment));
    }

    private void rememberAll(
            List<Fingerprint> fingerprints,
            Answers<Optional<ClaimRecord>> found,
            StoreTime.Reading reading,
            long moment) {
        for (int i = 0; i < fingerprints.size(); i++) {
            Optional<ClaimRecord> held = found.value(i);
            if (held != null && held.isPresent() && held.get().state() == ClaimState.CONFIRMED) {
                remember(fingerprints.get(i), held.get(), reading, moment);
            }
        }
    }

    private void remember(Fingerprint fingerprint, ClaimRecord claim, StoreTime.Reading reading, long moment) {
        long now = time.millis();
        long held =
                claim.expiresAt().map(instant -> reading.here(instant) - now).orElse(NO_END);
        long remembered = Math.min(maximumAge, held - held / MARGIN_DIVISOR - MARGIN_MILLIS);
        if (remembered > 0) {
            table.remember(fingerprint, claim.token().value(), now + remembered, now, moment);
        }
    }

    private boolean isPaused() {
        return time.millis() < pausedUntil;
    }

    private void pause(Throwable failure) {
        if (!isPaused()) {
            pausedUntil = time.millis() + PAUSE.toMillis();
            LOG.warn(
                    "{}: duplicates could not be looked up, so no more are remembered for {}",
                    store.name(),
                    PAUSE,
                    failure);
        }
    }
}
