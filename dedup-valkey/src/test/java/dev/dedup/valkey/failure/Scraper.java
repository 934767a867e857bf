// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.ClaimBatch;
import dev.dedup.Deduplicator;
import dev.dedup.LeaseBatch;
import dev.dedup.LeaseLostException;
import dev.dedup.Outcome;
import dev.dedup.UnknownOutcomeException;
import dev.dedup.identity.Fingerprint;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** Claims as a worker does that gives no post up: what is unknown it asks again, with the call's token, until it is settled. */
final class Scraper {
    private final Deduplicator<Fingerprint> dedup;
    private final Ledger ledger;

    Scraper(Deduplicator<Fingerprint> dedup, Ledger ledger) {
        this.dedup = dedup;
        this.ledger = ledger;
    }

    void claim(Fingerprint post) {
        try {
            if (dedup.tryClaim(post)) {
                ledger.granted(post);
            }
        } catch (UnknownOutcomeException e) {
            grant(settle(e));
        }
    }

    void claimAll(List<Fingerprint> page) {
        try {
            grant(dedup.tryClaimAll(page));
        } catch (UnknownOutcomeException e) {
            grant(settle(e));
        }
    }

    /** Processes a page; what somebody else works on is asked for again at the end, as it may come free. */
    void process(List<Fingerprint> page) {
        Queue<Fingerprint> open = new ArrayDeque<>(page);
        while (!open.isEmpty()) {
            Fingerprint post = open.remove();
            if (process(post) == Outcome.IN_FLIGHT) {
                open.add(post);
            }
        }
    }

    /** Goes on with one token until nothing is unknown. */
    ClaimBatch<?> settle(UnknownOutcomeException first) {
        UnknownOutcomeException last = first;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                ledger.retried();
                return last.retry();
            } catch (UnknownOutcomeException e) {
                assertThat(e.token()).isEqualTo(first.token());
                last = e;
            }
        }
        throw last;
    }

    private Outcome process(Fingerprint post) {
        try {
            return dedup.processOnce(post, ledger::granted);
        } catch (UnknownOutcomeException e) {
            return goOn(post, e);
        } catch (LeaseLostException e) {
            return Outcome.PROCESSED;
        }
    }

    private Outcome goOn(Fingerprint post, UnknownOutcomeException unknown) {
        try {
            ClaimBatch<?> batch = settle(unknown);
            if (batch.isClaimed(0) && unknown.operation() == UnknownOutcomeException.Operation.LEASE) {
                ledger.granted(post);
                confirm((LeaseBatch<?>) batch);
            }
            return batch.inFlight().isEmpty() ? Outcome.PROCESSED : Outcome.IN_FLIGHT;
        } catch (LeaseLostException e) {
            return Outcome.PROCESSED;
        }
    }

    private void confirm(LeaseBatch<?> leases) {
        try {
            leases.confirm();
        } catch (UnknownOutcomeException e) {
            settle(e);
        }
    }

    private void grant(ClaimBatch<?> batch) {
        batch.claimed().forEach(post -> ledger.granted((Fingerprint) post));
    }
}
