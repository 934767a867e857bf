// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.DedupListener;
import dev.dedup.Deduplicator;
import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimStore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A claim that fails at first and is asked again until somebody has mended what was wrong. */
final class Retries implements DedupListener {
    private final CompletableFuture<String> retried = new CompletableFuture<>();

    private Retries() {}

    /** Claims a post, mends the store once the claim was tried in vain, and expects the post to be the caller's. */
    static void assertClaimedAfter(Runnable cure, ClaimStore store) {
        assertClaimedAfter(cure, store, Posts.fresh());
    }

    static void assertClaimedAfter(Runnable cure, ClaimStore store, Fingerprint post) {
        Retries retries = new Retries();
        Deduplicator<Fingerprint> deduplicator = deduplicator(store, retries);
        CompletableFuture<Boolean> claim = CompletableFuture.supplyAsync(() -> deduplicator.tryClaim(post));
        retries.retried.join();
        cure.run();
        assertThat(claim.join()).isTrue();
    }

    /** Claims a post, however often it takes within two minutes, and expects it to be the caller's. */
    static void assertClaimed(ClaimStore store) {
        assertThat(claims(store, Posts.fresh())).isTrue();
    }

    static boolean claims(ClaimStore store, Fingerprint post) {
        return deduplicator(store, new Retries()).tryClaim(post);
    }

    private static Deduplicator<Fingerprint> deduplicator(ClaimStore store, DedupListener listener) {
        return Deduplicator.forItems(store.shared(), (Fingerprint post) -> post)
                .deadline(Duration.ofMinutes(2))
                .listener(listener)
                .build();
    }

    @Override
    public void onRetry(String operation, int items, int attempt, @Nullable Throwable cause) {
        retried.complete(operation);
    }
}
