// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/** Reads of many items at once. */
record Reads(Table table) {
    /** As many keys as one BatchGetItem takes. */
    static final int SIZE = 100;

    private static final String OPERATION = "lookup";

    /** Looks the claims up as they are now. */
    CompletableFuture<Answers<Optional<ClaimRecord>>> lookup(List<Fingerprint> fingerprints, Duration timeLeft) {
        int size = fingerprints.size();
        Exchange<Optional<ClaimRecord>> exchange =
                new Exchange<>(OPERATION, size, timeLeft, table.gate(), table.failures());
        for (int from = 0; from < size; from += SIZE) {
            lookup(exchange, fingerprints, from, Math.min(size, from + SIZE));
        }
        return exchange.result();
    }

    /** The claims that are there; what was left unread or is no claim is missing. */
    CompletableFuture<Map<Fingerprint, ClaimItem>> glance(
            List<Fingerprint> fingerprints, boolean isConsistent, Duration time) {
        return table.client()
                .batchGetItem(table.requests().read(fingerprints, isConsistent, time))
                .thenApply(this::claims);
    }

    private Map<Fingerprint, ClaimItem> claims(BatchGetItemResponse answer) {
        Map<Fingerprint, ClaimItem> claims = new HashMap<>();
        found(answer).forEach((fingerprint, item) -> {
            try {
                claims.put(fingerprint, ItemLayout.item(item));
            } catch (ForeignItemException e) {
                // The put that follows meets it, and says so.
            }
        });
        return claims;
    }

    /**
     * A claim that lasted until the request was made is told, even if it has ended when the answer comes: its holder may have renewed it
     * between the read and the answer.
     */
    private void lookup(Exchange<Optional<ClaimRecord>> exchange, List<Fingerprint> fingerprints, int from, int to) {
        long asked = table.clock().millis();
        List<Fingerprint> keys = fingerprints.subList(from, to);
        exchange.send(
                from,
                to,
                time -> table.client().batchGetItem(table.requests().read(keys, true, time)),
                answer -> take(exchange, fingerprints, from, to, answer, asked));
    }

    private void take(
            Exchange<Optional<ClaimRecord>> exchange,
            List<Fingerprint> fingerprints,
            int from,
            int to,
            BatchGetItemResponse answer,
            long asked) {
        Map<Fingerprint, Map<String, AttributeValue>> found = found(answer);
        Set<Fingerprint> unread = unread(answer);
        for (int i = from; i < to; i++) {
            Fingerprint fingerprint = fingerprints.get(i);
            exchange.settle(i, () -> live(fingerprint, found.get(fingerprint), unread, asked));
        }
    }

    private Optional<ClaimRecord> live(
            Fingerprint fingerprint,
            @Nullable Map<String, AttributeValue> attributes,
            Set<Fingerprint> unread,
            long asked) {
        if (unread.contains(fingerprint)) {
            throw table.failures().ofUnprocessed(OPERATION);
        }
        return Optional.ofNullable(attributes)
                .map(item -> table.claim(OPERATION, fingerprint, item))
                .filter(claim -> claim.isLive(asked))
                .map(claim -> claim.toRecord(table.clock().millis()));
    }

    private Map<Fingerprint, Map<String, AttributeValue>> found(BatchGetItemResponse answer) {
        if (!answer.hasResponses()) {
            // A connection that ended in the head of an answer reads as an answer without a body.
            throw table.failures().ofTorn(OPERATION);
        }
        return answer.responses().getOrDefault(table.requests().table(), List.of()).stream()
                .collect(Collectors.toMap(ItemLayout::fingerprint, item -> item));
    }

    private Set<Fingerprint> unread(BatchGetItemResponse answer) {
        KeysAndAttributes left = answer.unprocessedKeys().get(table.requests().table());
        return left == null
                ? Set.of()
                : left.keys().stream().map(ItemLayout::fingerprint).collect(Collectors.toSet());
    }
}
