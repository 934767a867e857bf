// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks up claims so that they can be remembered; what goes wrong with that is never an answer to anybody. */
final class RecentLookups {
    private static final Logger LOG = LoggerFactory.getLogger(RecentDuplicates.class);
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final Duration SHORTEST = Duration.ofMillis(1);

    /** What a claim is remembered less than it is held: for the clocks of one store's several servers, and for reading them late. */
    private static final long MARGIN_MILLIS = 1_000;

    /** The most by which the rates of two clocks differ: ten times that of quartz, twice that of a clock being set right. */
    private static final long MARGIN_DIVISOR = 1_000;

    private static final Duration NO_END = Duration.ofMillis(Long.MAX_VALUE / 2);

    private final ClaimStore store;
    private final RecentTable table;
    private final ForwardTime time;
    private final long maximumAge;
    private volatile long pausedUntil = Long.MIN_VALUE;

    RecentLookups(ClaimStore store, RecentTable table, ForwardTime time, Duration maximumAge) {
        this.store = store;
        this.table = table;
        this.time = time;
        this.maximumAge = maximumAge.toMillis();
    }

    /** Marks what a claim found to be duplicates, and looks up those that were marked before. */
    void learn(ClaimRequest request, Answers<Verdict> answers, long sent) {
        try {
            List<Fingerprint> again = marked(request.fingerprints(), answers);
            Duration timeLeft = request.timeLeft().minusMillis(time.millis() - sent);
            if (!again.isEmpty() && timeLeft.compareTo(SHORTEST) >= 0 && !isPaused()) {
                lookUp(again, timeLeft);
            }
        } catch (RuntimeException | Error e) {
            pause(e);
        }
    }

    /** Forgets what a lookup of somebody's shows not to be confirmed. */
    void heed(List<Fingerprint> asked, Answers<Optional<ClaimRecord>> found) {
        int size = Math.min(asked.size(), found.size());
        for (int i = 0; i < size; i++) {
            Optional<ClaimRecord> claim = found.value(i);
            if (claim != null && !isConfirmed(claim)) {
                table.forget(asked.get(i));
            }
        }
    }

    /** Looks nothing up any more. */
    void stop() {
        pausedUntil = Long.MAX_VALUE;
    }

    private List<Fingerprint> marked(List<Fingerprint> fingerprints, Answers<Verdict> answers) {
        List<Fingerprint> marked = new ArrayList<>();
        int size = Math.min(fingerprints.size(), answers.size());
        for (int i = 0; i < size; i++) {
            if (answers.value(i) == Verdict.DUPLICATE && table.mark(fingerprints.get(i))) {
                marked.add(fingerprints.get(i));
            }
        }
        return marked;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what goes wrong ends in pause()
    private void lookUp(List<Fingerprint> fingerprints, Duration timeLeft) {
        long moment = table.moment();
        long sent = time.millis();
        store.lookup(fingerprints, timeLeft)
                .thenAccept(found -> rememberAll(fingerprints, found, sent, moment))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        pause(failure);
                    }
                });
    }

    private void rememberAll(
            List<Fingerprint> fingerprints, Answers<Optional<ClaimRecord>> found, long sent, long moment) {
        for (int i = 0; i < fingerprints.size(); i++) {
            Optional<ClaimRecord> held = found.value(i);
            if (held != null && isConfirmed(held)) {
                remember(fingerprints.get(i), held.get(), sent, moment);
            }
        }
    }

    /** The store read its clock after the question was sent, so a time that is left from then on ends no later than the claim. */
    private void remember(Fingerprint fingerprint, ClaimRecord claim, long sent, long moment) {
        long held = claim.timeLeft().orElse(NO_END).toMillis();
        long end = sent + Math.min(maximumAge, held - held / MARGIN_DIVISOR - MARGIN_MILLIS);
        long now = time.millis();
        if (end > now) {
            table.remember(fingerprint, claim.token().value(), end, now, moment);
        }
    }

    private static boolean isConfirmed(Optional<ClaimRecord> claim) {
        return claim.isPresent() && claim.get().state() == ClaimState.CONFIRMED;
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
