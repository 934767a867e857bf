// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static org.awaitility.Awaitility.await;

import dev.dedup.ClaimBatch;
import dev.dedup.DedupListener;
import dev.dedup.Deduplicator;
import dev.dedup.FailurePolicy;
import dev.dedup.UnknownOutcomeException;
import dev.dedup.identity.Fingerprint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Scrapers on two stores who all see the same posts, each in an order of its own, half of them one by one and half in pages, and who
 * give no post up: what is unknown they ask again with the call's token.
 */
final class Fleet implements DedupListener, AutoCloseable {
    private static final int SCRAPERS = 4;
    private static final int PAGE = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final List<Fingerprint> posts;
    private final Map<Fingerprint, Integer> grants = new ConcurrentHashMap<>();
    private final AtomicLong granted = new AtomicLong();
    private final AtomicLong unknown = new AtomicLong();
    private final ExecutorService threads = Executors.newFixedThreadPool(SCRAPERS);
    private final List<Deduplicator<Fingerprint>> deduplicators;
    private final List<CompletableFuture<Void>> scrapers;

    Fleet(String url, Duration deadline, List<Fingerprint> posts) {
        this.posts = posts;
        deduplicators = IntStream.range(0, 2)
                .mapToObj(i -> Deduplicator.forItems(PostgresClaimStore.connect(url), (Fingerprint post) -> post)
                        .deadline(deadline)
                        .listener(this)
                        .build())
                .toList();
        scrapers = IntStream.range(0, SCRAPERS)
                .mapToObj(number -> CompletableFuture.runAsync(() -> scrape(number), threads))
                .toList();
    }

    /** Waits until so many posts were granted. */
    void awaitGranted(long number) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> granted.get() >= number);
    }

    /** Waits until calls have passed their deadline without an answer. */
    void awaitUnknown() {
        long before = unknown.get();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> unknown.get() > before);
    }

    void awaitEnd() {
        scrapers.forEach(CompletableFuture::join);
    }

    long unknown() {
        return unknown.get();
    }

    /** How many posts nobody was granted. */
    long lost() {
        return posts.stream().filter(post -> !grants.containsKey(post)).count();
    }

    /** How many grants there were of what somebody had been granted before. */
    long repeats() {
        return granted.get() - grants.size();
    }

    @Override
    public void onUnknown(int items, FailurePolicy policy, @Nullable Throwable cause) {
        unknown.addAndGet(items);
    }

    private void scrape(int number) {
        Deduplicator<Fingerprint> dedup = deduplicators.get(number % deduplicators.size());
        int page = number < SCRAPERS / 2 ? 1 : PAGE;
        List<Fingerprint> own = new ArrayList<>(posts);
        Collections.shuffle(own, new Random(number));
        for (int i = 0; i < own.size(); i += page) {
            claim(dedup, own.subList(i, Math.min(i + page, own.size())));
        }
    }

    private void claim(Deduplicator<Fingerprint> dedup, List<Fingerprint> page) {
        try {
            grant(dedup.tryClaimAll(page));
        } catch (UnknownOutcomeException e) {
            grant(settled(e));
        }
    }

    private static ClaimBatch<?> settled(UnknownOutcomeException first) {
        UnknownOutcomeException last = first;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                return last.retry();
            } catch (UnknownOutcomeException e) {
                last = e;
            }
        }
        throw last;
    }

    private void grant(ClaimBatch<?> batch) {
        for (Object post : batch.claimed()) {
            grants.merge((Fingerprint) post, 1, Integer::sum);
            granted.incrementAndGet();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        deduplicators.forEach(Deduplicator::close);
    }
}
