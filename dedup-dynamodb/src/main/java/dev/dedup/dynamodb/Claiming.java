// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.StoreException;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims, by one conditional put for each fingerprint, and before it a look at what is confirmed where that was asked for.
 *
 * <p>The look settles nothing but a live confirmed claim of another's, which was there while the call went on; whatever else it sees, the
 * put decides. An eventually consistent look may be at an old state. Such a claim has then been forgotten or released a moment before, which
 * is what that option takes; but the own put of an earlier attempt would not be seen either, so that a repeated claim is put at once.
 */
final class Claiming {
    private static final Logger LOG = LoggerFactory.getLogger(DynamoDbClaimStore.class);
    private static final String OPERATION = "claim";

    private final Table table;
    private final Reads reads;
    private final Look look;
    private final AtomicBoolean warned = new AtomicBoolean();

    Claiming(Table table, Reads reads, Look look) {
        this.table = table;
        this.reads = reads;
        this.look = look;
    }

    CompletableFuture<Answers<Verdict>> claim(ClaimRequest request) {
        Exchange<Verdict> exchange = new Exchange<>(
                OPERATION, request.fingerprints().size(), request.timeLeft(), table.gate(), table.failures());
        return switch (look) {
            case NONE -> putAll(exchange, request);
            case CONSISTENT -> readThenPutAll(exchange, request);
            case EVENTUALLY_CONSISTENT ->
                request.isRepetition() ? putAll(exchange, request) : readThenPutAll(exchange, request);
        };
    }

    private CompletableFuture<Answers<Verdict>> readThenPutAll(Exchange<Verdict> exchange, ClaimRequest request) {
        int size = request.fingerprints().size();
        for (int from = 0; from < size; from += Reads.SIZE) {
            readThenPut(exchange, request, from, Math.min(size, from + Reads.SIZE));
        }
        return exchange.result();
    }

    private void readThenPut(Exchange<Verdict> exchange, ClaimRequest request, int from, int to) {
        List<Fingerprint> keys = request.fingerprints().subList(from, to);
        exchange.send(from, to, time -> glance(keys, time), seen -> {
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
    private CompletableFuture<Map<Fingerprint, ClaimItem>> glance(List<Fingerprint> fingerprints, Duration time) {
        Duration half = time.dividedBy(2);
        if (half.compareTo(Exchange.SHORTEST_TIME) < 0) {
            return CompletableFuture.completedFuture(Map.of());
        }
        return reads.glance(fingerprints, look == Look.CONSISTENT, half).exceptionally(failure -> {
            warn(table.failures().of("read", failure));
            return Map.of();
        });
    }

    private static boolean isDuplicate(ClaimItem seen, ClaimRequest request, long now) {
        return seen.isConfirmed() && seen.isLive(now) && !seen.token().equals(request.token());
    }

    private CompletableFuture<Answers<Verdict>> putAll(Exchange<Verdict> exchange, ClaimRequest request) {
        for (int i = 0; i < request.fingerprints().size(); i++) {
            put(exchange, request, i);
        }
        return exchange.result();
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

    /** Of a failure that passes there is nothing to say: its batch has cost as much as ever. */
    private void warn(StoreException failure) {
        if (!failure.isRetryable() && warned.compareAndSet(false, true)) {
            LOG.warn(
                    "{}: readFirst does not read, and every claim is a put at its full price: {}",
                    failure.store(),
                    failure.getMessage());
        }
    }
}
