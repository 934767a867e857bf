// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.DedupListener;
import dev.dedup.FailurePolicy;
import dev.dedup.identity.Fingerprint;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Counts who was granted which post how often, and what it took. Thread-safe. */
final class Ledger implements DedupListener {
    private final List<Fingerprint> posts;
    private final Map<Fingerprint, Integer> grants = new ConcurrentHashMap<>();
    private final Map<Long, Runnable> actions = new ConcurrentHashMap<>();
    private final AtomicLong granted = new AtomicLong();
    private final AtomicLong unknown = new AtomicLong();
    private final AtomicLong askedAgain = new AtomicLong();
    private final AtomicLong retries = new AtomicLong();
    private final AtomicLong leasesLost = new AtomicLong();

    Ledger(List<Fingerprint> posts) {
        this.posts = posts;
    }

    List<Fingerprint> posts() {
        return posts;
    }

    /**
     * Has something done by the scraper that makes this many grants full, before it goes on; all others go on meanwhile.
     *
     * @return completed when it is done
     */
    CompletableFuture<Void> at(long grants, Runnable action) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        actions.put(grants, () -> {
            action.run();
            done.complete(null);
        });
        return done;
    }

    void granted(Fingerprint post) {
        grants.merge(post, 1, Integer::sum);
        Runnable action = actions.remove(granted.incrementAndGet());
        if (action != null) {
            action.run();
        }
    }

    void retried() {
        retries.incrementAndGet();
    }

    @Override
    public void onUnknown(int items, FailurePolicy policy, @Nullable Throwable cause) {
        unknown.addAndGet(items);
    }

    @Override
    public void onRetry(String operation, int items, int attempt, @Nullable Throwable cause) {
        askedAgain.addAndGet(items);
    }

    @Override
    public void onLeaseLost(int items) {
        leasesLost.addAndGet(items);
    }

    /** What has been granted so far. */
    List<Fingerprint> grantedPosts() {
        return List.copyOf(grants.keySet());
    }

    long granted() {
        return granted.get();
    }

    long unknown() {
        return unknown.get();
    }

    long leasesLost() {
        return leasesLost.get();
    }

    /** How many of the posts nobody was granted. */
    long lost() {
        return posts.stream().filter(post -> !grants.containsKey(post)).count();
    }

    /** How many grants there were of posts that somebody had been granted before. */
    long repeats() {
        return granted() - grants.size();
    }

    long repeatsOf(Collection<Fingerprint> some) {
        return some.stream().mapToLong(post -> grants.getOrDefault(post, 1) - 1).sum();
    }

    int mostGrantsOfOnePost() {
        return grants.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    /** Prints the numbers, and insists on the one that no failure excuses. */
    void close(String what) {
        System.out.printf(
                "%s: posts %d, granted %d, lost %d, repeats %d (at most %d grants of one), unknown %d, asked again %d, retries %d,"
                        + " leases lost %d%n",
                what,
                posts.size(),
                granted(),
                lost(),
                repeats(),
                mostGrantsOfOnePost(),
                unknown(),
                askedAgain.get(),
                retries.get(),
                leasesLost());
        assertThat(lost()).as("posts that nobody was granted").isZero();
        assertThat(grants.keySet()).as("what was granted").isSubsetOf(posts);
    }
}
