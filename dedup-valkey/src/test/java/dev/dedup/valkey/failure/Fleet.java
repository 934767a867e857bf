// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey.failure;

import static org.awaitility.Awaitility.await;

import dev.dedup.Deduplicator;
import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimStore;
import dev.dedup.valkey.ValkeyClaimStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Scrapers on several stores, as in several processes, who see posts, each in an order of its own.
 *
 * <p>One in three claims posts one by one, one in three claims pages, and one in three processes them. A third of the posts is seen by
 * all of them, a third by two of different kinds and on different stores, and a third by one alone, so that a single wrong
 * "duplicate" is a loss.
 */
final class Fleet implements AutoCloseable {
    /** Short, so that an outage of a blink outlasts it. */
    static final Duration DEADLINE = Duration.ofMillis(300);

    static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private static final int STORES = 2;
    private static final int SCRAPERS = 6;
    private static final int PAGE = 20;

    private final Ledger ledger;
    private final List<Deduplicator<Fingerprint>> deduplicators;
    private final ExecutorService threads = Executors.newFixedThreadPool(SCRAPERS);
    private final List<Future<?>> work = new ArrayList<>();
    private volatile boolean repeating;

    Fleet(String url, Ledger ledger) {
        this.ledger = ledger;
        this.deduplicators = IntStream.range(0, STORES)
                .mapToObj(i -> deduplicator(ValkeyClaimStore.connect(url), ledger))
                .toList();
    }

    static Deduplicator<Fingerprint> deduplicator(ClaimStore store, Ledger ledger) {
        return deduplicator(store, ledger, DEADLINE);
    }

    static Deduplicator<Fingerprint> deduplicator(ClaimStore store, Ledger ledger, Duration deadline) {
        return Deduplicator.<Fingerprint>forItems(store, post -> post)
                .deadline(deadline)
                .listener(ledger)
                .build();
    }

    /** Has every scraper see its posts once. */
    void start() {
        for (int i = 0; i < SCRAPERS; i++) {
            int number = i;
            work.add(threads.submit(() -> scrape(number)));
        }
    }

    /** Has every scraper see its posts again and again, until {@link #awaitEnd} is called. */
    void startRepeating() {
        repeating = true;
        start();
    }

    /** Waits while some scraper is at work, and fails if one failed. */
    void awaitEnd() {
        repeating = false;
        until("all scrapers are done", () -> work.stream().allMatch(Future::isDone));
        work.forEach(Fleet::requireSuccess);
        work.clear();
    }

    /** Waits until something has failed, and after that calls of scrapers have passed their deadline without an answer. */
    void awaitUnknownAfter(Future<?> failure) {
        until("the failure that was set up", failure::isDone);
        long before = ledger.unknown();
        until("calls without an answer", () -> ledger.unknown() >= before + SCRAPERS);
    }

    void until(String what, Callable<Boolean> condition) {
        await(what)
                .atMost(LONGEST_WAIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .failFast("a scraper failed", this::requireNoFailure)
                .until(condition);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        deduplicators.forEach(Deduplicator::close);
    }

    private void scrape(int number) {
        Scraper scraper = new Scraper(deduplicators.get(number % STORES), ledger);
        Random order = new Random(number);
        do {
            List<Fingerprint> posts = postsSeenBy(number);
            Collections.shuffle(posts, order);
            scrape(scraper, number / STORES, posts);
        } while (repeating);
    }

    private List<Fingerprint> postsSeenBy(int number) {
        return IntStream.range(0, ledger.posts().size())
                .filter(i -> isSeenBy(number, i))
                .mapToObj(ledger.posts()::get)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static boolean isSeenBy(int number, int post) {
        int first = post / 3 % SCRAPERS;
        return switch (post % 3) {
            case 0 -> true;
            case 1 -> number == first || number == (first + SCRAPERS / 2) % SCRAPERS;
            default -> number == first;
        };
    }

    private static void scrape(Scraper scraper, int verb, List<Fingerprint> posts) {
        switch (verb) {
            case 0 -> posts.forEach(scraper::claim);
            case 1 -> scraper.process(posts);
            default -> {
                for (int i = 0; i < posts.size(); i += PAGE) {
                    scraper.claimAll(posts.subList(i, Math.min(i + PAGE, posts.size())));
                }
            }
        }
    }

    private void requireNoFailure() {
        work.stream().filter(Future::isDone).forEach(Fleet::requireSuccess);
    }

    private static void requireSuccess(Future<?> done) {
        try {
            done.get();
        } catch (ExecutionException | CancellationException e) {
            throw new AssertionError("a scraper failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
