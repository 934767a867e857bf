// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.DedupListener;
import dev.dedup.Deduplicator;
import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimStore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A claim that fails at first and is asked again until somebody has mended what was wrong. */
final class Retries implements DedupListener {
    private final CountDownLatch retried = new CountDownLatch(1);

    private Retries() {}

    /** Claims a post, mends the store once the claim was tried in vain, and expects the post to be the caller's. */
    static void assertClaimedAfter(Runnable cure, ClaimStore store) {
        Retries retries = new Retries();
        Deduplicator<Fingerprint> deduplicator = deduplicator(store, retries);
        CompletableFuture<Boolean> claim = CompletableFuture.supplyAsync(() -> deduplicator.tryClaim(Posts.fresh()));
        retries.await();
        cure.run();
        assertThat(claim.join()).isTrue();
    }

    /** Claims a post, however often it takes within half a minute, and expects it to be the caller's. */
    static void assertClaimed(ClaimStore store) {
        assertThat(deduplicator(store, new Retries()).tryClaim(Posts.fresh())).isTrue();
    }

    private static Deduplicator<Fingerprint> deduplicator(ClaimStore store, DedupListener listener) {
        return Deduplicator.forItems(store.shared(), (Fingerprint post) -> post)
                .deadline(Duration.ofSeconds(30))
                .listener(listener)
                .build();
    }

    @Override
    public void onRetry(String operation, int items, int attempt, @Nullable Throwable cause) {
        retried.countDown();
    }

    private void await() {
        try {
            retried.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted before the claim was tried again", e);
        }
    }
}
