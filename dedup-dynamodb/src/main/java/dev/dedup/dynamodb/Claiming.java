// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims, by one conditional put for each fingerprint, and before it a look at what is confirmed where that was asked for.
 *
 * <p>The look may be at an old state. So it settles nothing but a live confirmed claim of another's: such a one ends by its expiry, which
 * it carries, or by somebody's forgetting or releasing it a moment before. Whatever else it sees, the put decides, and so it does at once when
 * a claim is repeated: its own put, which has been carried out since, would not be seen.
 */
final class Claiming {
    private static final Logger LOG = LoggerFactory.getLogger(DynamoDbClaimStore.class);
    private static final String OPERATION = "claim";

    private final Table table;
    private final @Nullable Reads reads;
    private final Unsettled unsettled = new Unsettled();
    private final AtomicBoolean warned = new AtomicBoolean();

    Claiming(Table table, @Nullable Reads reads) {
        this.table = table;
        this.reads = reads;
    }

    CompletableFuture<Answers<Verdict>> claim(ClaimRequest request) {
        int size = request.fingerprints().size();
        Exchange<Verdict> exchange =
                new Exchange<>(OPERATION, size, request.timeLeft(), table.gate(), table.failures());
        if (reads == null) {
            putAll(exchange, request, 0, size);
            return exchange.result();
        }
        if (unsettled.begin(request.token())) {
            readThenPutAll(reads, exchange, request);
        } else {
            putAll(exchange, request, 0, size);
        }
        return exchange.result().thenApply(answers -> noted(answers, request));
    }

    private void readThenPutAll(Reads reads, Exchange<Verdict> exchange, ClaimRequest request) {
        int size = request.fingerprints().size();
        for (int from = 0; from < size; from += Reads.SIZE) {
            readThenPut(reads, exchange, request, from, Math.min(size, from + Reads.SIZE));
        }
    }

    private Answers<Verdict> noted(Answers<Verdict> answers, ClaimRequest request) {
        if (IntStream.range(0, answers.size()).allMatch(i -> answers.value(i) != null)) {
            unsettled.end(request.token());
        }
        return answers;
    }

    private void readThenPut(Reads reads, Exchange<Verdict> exchange, ClaimRequest request, int from, int to) {
        List<Fingerprint> keys = request.fingerprints().subList(from, to);
        exchange.send(from, to, time -> glance(reads, keys, time), seen -> {
            long now = table.clock().millis();
            for (int i = from; i < to; i++) {
                ClaimItem claim = seen.get(request.fingerprints().get(i));
                if (claim != null && isDuplicate(claim, request, now)) {
                    exchange.settle(i, () -> Verdict.DUPLICATE);
                } else {
                    put(exchange, request, i);
                }
            }
        });
    }

    /** Half of the time is the put's. A look that fails shows nothing. */
    private CompletableFuture<Map<Fingerprint, ClaimItem>> glance(
            Reads reads, List<Fingerprint> fingerprints, Duration time) {
        return reads.glance(fingerprints, time.dividedBy(2)).exceptionally(failure -> {
            warn(failure);
            return Map.of();
        });
    }

    private static boolean isDuplicate(ClaimItem seen, ClaimRequest request, long now) {
        return seen.isConfirmed() && seen.isLive(now) && !seen.token().equals(request.token());
    }

    private void putAll(Exchange<Verdict> exchange, ClaimRequest request, int from, int to) {
        for (int i = from; i < to; i++) {
            put(exchange, request, i);
        }
    }

    private void put(Exchange<Verdict> exchange, ClaimRequest request, int index) {
        Fingerprint fingerprint = request.fingerprints().get(index);
        exchange.send(index, time -> put(fingerprint, request, time));
    }

    private CompletableFuture<Verdict> put(Fingerprint fingerprint, ClaimRequest request, Duration time) {
        long now = table.clock().millis();
        ClaimItem claim = ClaimItem.of(fingerprint, request, now);
        return table.outcome(
                OPERATION,
                fingerprint,
                table.client().putItem(table.requests().claim(claim, now, time)),
                Verdict.CLAIMED,
                held -> verdict(held, claim));
    }

    /** The put has not changed what is held, also where that is the claim's own from an attempt whose answer was lost. */
    private Verdict verdict(@Nullable ClaimItem held, ClaimItem claim) {
        if (held == null) {
            throw table.withoutItem(OPERATION);
        }
        if (held.token().equals(claim.token())) {
            return Verdict.CLAIMED;
        }
        return held.isConfirmed() ? Verdict.DUPLICATE : Verdict.IN_FLIGHT;
    }

    private void warn(Throwable failure) {
        if (warned.compareAndSet(false, true)) {
            LOG.warn(
                    "{}: readFirst does not read, and every claim is a put at its full price: {}",
                    table.failures().store(),
                    table.failures().of("read", failure).getMessage());
        }
    }
}
