// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimToken;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Renews, releases and forgets: conditional writes to what is there, one for each fingerprint. */
record Owning(Table table) {
    CompletableFuture<Answers<Boolean>> renew(ClaimRequest request) {
        return each("renew", request.fingerprints(), request.timeLeft(), (fingerprint, time) -> {
            long now = table.clock().millis();
            ClaimItem claim = ClaimItem.of(fingerprint, request, now);
            return table.outcome(
                    "renew",
                    fingerprint,
                    table.client().updateItem(table.requests().renew(claim, now, time)),
                    true,
                    held -> isFirmer(held, claim, now));
        });
    }

    CompletableFuture<Answers<Boolean>> release(List<Fingerprint> fingerprints, ClaimToken token, Duration timeLeft) {
        return each("release", fingerprints, timeLeft, (fingerprint, time) -> {
            long now = table.clock().millis();
            return table.outcome(
                    "release",
                    fingerprint,
                    table.client().deleteItem(table.requests().release(fingerprint, token, now, time)),
                    true,
                    held -> false);
        });
    }

    CompletableFuture<Answers<Boolean>> forget(List<Fingerprint> fingerprints, Duration timeLeft) {
        return each("forget", fingerprints, timeLeft, (fingerprint, time) -> {
            long now = table.clock().millis();
            return table.outcome(
                    "forget",
                    fingerprint,
                    table.client().deleteItem(table.requests().forget(fingerprint, now, time)),
                    true,
                    held -> false);
        });
    }

    private CompletableFuture<Answers<Boolean>> each(
            String operation,
            List<Fingerprint> fingerprints,
            Duration timeLeft,
            BiFunction<Fingerprint, Duration, CompletableFuture<Boolean>> request) {
        Exchange<Boolean> exchange =
                new Exchange<>(operation, fingerprints.size(), timeLeft, table.gate(), table.failures());
        for (int i = 0; i < fingerprints.size(); i++) {
            Fingerprint fingerprint = fingerprints.get(i);
            exchange.send(i, time -> request.apply(fingerprint, time));
        }
        return exchange.result();
    }

    /** The token's claim is confirmed already where a lease was asked for: it is left as it is, and is the caller's. */
    private static boolean isFirmer(@Nullable ClaimItem held, ClaimItem asked, long now) {
        return held != null
                && asked.state() == ClaimState.LEASED
                && held.isConfirmed()
                && held.isLive(now)
                && held.token().equals(asked.token());
    }
}
