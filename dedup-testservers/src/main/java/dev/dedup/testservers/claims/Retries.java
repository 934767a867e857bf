// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers.claims;

import dev.dedup.DedupListener;
import dev.dedup.Deduplicator;
import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimStore;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Claims that fail at first and are asked again until somebody has mended what was wrong, and the causes of that. Thread-safe. */
public final class Retries implements DedupListener {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final Queue<String> causes = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<String> first = new CompletableFuture<>();

    /** Begins to listen. */
    public Retries() {}

    /**
     * Claims a post, mends the store once the claim was tried in vain, and expects the post to be the caller's.
     *
     * @param cure what mends the store
     * @param store the store
     * @throws AssertionError if it is somebody else's
     */
    public static void assertClaimedAfter(Runnable cure, ClaimStore store) {
        assertClaimedAfter(cure, store, Posts.fresh());
    }

    /**
     * Claims a post, mends the store once the claim was tried in vain, and expects the post to be the caller's.
     *
     * @param cure what mends the store
     * @param store the store
     * @param post the post
     * @throws AssertionError if it is somebody else's
     */
    public static void assertClaimedAfter(Runnable cure, ClaimStore store, Fingerprint post) {
        Retries retries = new Retries();
        CompletableFuture<Boolean> claim = retries.start(store, post);
        retries.awaitFirst();
        cure.run();
        require(claim.join());
    }

    /**
     * Claims a new post, however often it takes within half a minute, and expects it to be the caller's.
     *
     * @param store the store
     * @throws AssertionError if it is somebody else's
     */
    public static void assertClaimed(ClaimStore store) {
        require(claims(store, Posts.fresh()));
    }

    /**
     * Claims a post, however often it takes within half a minute.
     *
     * @param store the store
     * @param post the post
     * @return whether it is the caller's
     */
    public static boolean claims(ClaimStore store, Fingerprint post) {
        return new Retries().deduplicator(store).tryClaim(post);
    }

    /**
     * Makes a deduplicator that asks for half a minute and tells this listener.
     *
     * @param store the store, which it does not close
     * @return the deduplicator
     */
    public Deduplicator<Fingerprint> deduplicator(ClaimStore store) {
        return Deduplicator.forItems(store.shared(), (Fingerprint post) -> post)
                .deadline(DEADLINE)
                .listener(this)
                .build();
    }

    /**
     * Begins to claim a post on a thread of its own, for half a minute.
     *
     * @param store the store
     * @param post the post
     * @return whether it is the caller's
     */
    public CompletableFuture<Boolean> start(ClaimStore store, Fingerprint post) {
        return Together.start(() -> deduplicator(store).tryClaim(post));
    }

    /**
     * Waits until something has failed and is asked again.
     *
     * @throws java.util.concurrent.CompletionException if that does not come in a minute
     */
    public void awaitFirst() {
        first.copy().orTimeout(1, TimeUnit.MINUTES).join();
    }

    /**
     * Tells what failed before it was asked again.
     *
     * @return the failures so far, each with its message
     */
    public List<String> causes() {
        return List.copyOf(causes);
    }

    @Override
    public void onRetry(String operation, int items, int attempt, @Nullable Throwable cause) {
        causes.add(String.valueOf(cause));
        first.complete(operation);
    }

    private static void require(boolean claimed) {
        if (!claimed) {
            throw new AssertionError("the post is a duplicate, and nobody had claimed it before");
        }
    }
}
