// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.StoreException;
import dev.dedup.spi.StoreGuarantees;
import dev.dedup.spi.StoreGuarantees.Clock;
import dev.dedup.spi.StoreGuarantees.Guarantee;
import dev.dedup.spi.Verdict;
import io.lettuce.core.RedisException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Holds claims on Valkey, ElastiCache, or Redis from 7.0: on one server, a set of replicas with or without Sentinel, or a cluster.
 *
 * <p><b>Layout, version 1.</b> A claim is one key, and the key's own expiry is the claim's.
 *
 * <table>
 *   <caption>A claim</caption>
 *   <tr><th>key</th><td>the prefix, {@code d:} unless another is set, and the 16 bytes of the fingerprint</td></tr>
 *   <tr><th>value</th><td>the token as a signed decimal integer; after an {@code L} while the claim is a lease</td></tr>
 *   <tr><th>expiry</th><td>the last millisecond in which the claim is held; none for a claim without an end</td></tr>
 * </table>
 *
 * <p><b>Protocol.</b>
 *
 * <ol>
 *   <li>A claim is {@code SET key value NX GET PX hold}. No answer means that it was written: CLAIMED. Otherwise the answer is the
 *       value that is there: with the own token CLAIMED, after an {@code L} IN_FLIGHT, else DUPLICATE.
 *   <li>The same command repeated, by Lettuce after a reconnect or by the core, finds its own token.
 *   <li>Renewing, releasing, forgetting and looking up are scripts of one key: they compare the value and act in one step.
 *   <li>A batch is written to each server at once, one command for each key. No command has two keys.
 * </ol>
 *
 * <p><b>Clock.</b> The server's, to the millisecond; a hold of one millisecond is held for up to two. After a fail-over it is the new
 * primary's.
 *
 * <p><b>Threads.</b> Thread-safe, and nothing blocks but {@link #health()} and {@link #close()}: one connection to each server
 * carries all requests, and answers come on the client's own threads, which must not be blocked.
 *
 * <p><b>Errors.</b> A failure is retryable unless the server has refused for good: a missing permission, a wrong password, a key that
 * holds something else. No message has a password in it.
 */
public final class ValkeyClaimStore implements ClaimStore {
    private static final int MAXIMUM_BATCH_SIZE = 1_000;

    /** Some 146 million years: added to the time of day it still is a millisecond that a server can count. */
    private static final Duration MAXIMUM_HOLD = Duration.ofMillis(1L << 62);

    private static final StoreGuarantees GUARANTEES = StoreGuarantees.builder(Clock.STORE)
            .excludes(
                    Guarantee.SURVIVES_RESTART,
                    "A server that is not set up to save every write to disk (appendfsync always) forgets the latest claims.")
            .excludes(
                    Guarantee.SURVIVES_FAILOVER,
                    "Replication is asynchronous: a promoted replica lacks the latest claims, and their posts are claimed again.")
            .excludes(
                    Guarantee.NEVER_EVICTS,
                    "Any maxmemory-policy but noeviction drops live claims when the memory is full; a warning says so at start.")
            .excludes(Guarantee.JOINS_TRANSACTION, "There is no transaction to join; release a claim to give it back.")
            .promises(Guarantee.HOLDS_FOREVER, "A claim without an end is a key without an expiry.")
            .build();

    private final KeyPrefix prefix;
    private final Link link;
    private final Failures failures;
    private final RequestQueue queue;
    private final Operations operations;
    private volatile boolean closed;

    ValkeyClaimStore(KeyPrefix prefix, Link link, Failures failures, RequestQueue queue) {
        this.prefix = prefix;
        this.link = link;
        this.failures = failures;
        this.queue = queue;
        this.operations = new Operations(prefix);
    }

    /**
     * Connects to the server, the cluster or the Sentinels that a URL names.
     *
     * @param url such as {@code valkey://localhost:6379}; with {@code valkeys://} over TLS. See {@link
     *     ValkeyClaimStoreBuilder#url(String)}
     * @return a store that the caller closes
     * @throws IllegalArgumentException if the URL is malformed, or its file of certificates cannot be read; the message holds no
     *     password
     * @throws StoreException if nobody answers there, the server is too old or no Valkey, it refuses the user, or the URL names
     *     several hosts and one of them is a single server
     */
    public static ValkeyClaimStore connect(String url) {
        return builder().url(url).build();
    }

    /**
     * Returns a builder, which needs a URL or a client.
     *
     * @return a builder with the defaults, for one thread
     */
    public static ValkeyClaimStoreBuilder builder() {
        return new ValkeyClaimStoreBuilder();
    }

    /**
     * {@inheritDoc}
     *
     * @throws NullPointerException if the request is null
     */
    @Override
    public CompletionStage<Answers<Verdict>> claim(ClaimRequest request) {
        if (isTooLong(request)) {
            return CompletableFuture.failedFuture(tooLong("claim", request));
        }
        return send(operations.claim(request), request.fingerprints(), request.timeLeft());
    }

    /**
     * {@inheritDoc}
     *
     * @throws NullPointerException if the request is null
     */
    @Override
    public CompletionStage<Answers<Boolean>> renew(ClaimRequest request) {
        if (isTooLong(request)) {
            return CompletableFuture.failedFuture(tooLong("renew", request));
        }
        return send(operations.renew(request), request.fingerprints(), request.timeLeft());
    }

    /**
     * {@inheritDoc}
     *
     * @throws NullPointerException if an argument is null
     */
    @Override
    public CompletionStage<Answers<Boolean>> release(
            List<Fingerprint> fingerprints, ClaimToken token, Duration timeLeft) {
        return send(operations.release(token), fingerprints, timeLeft);
    }

    /**
     * {@inheritDoc}
     *
     * @throws NullPointerException if an argument is null
     */
    @Override
    public CompletionStage<Answers<Optional<ClaimRecord>>> lookup(List<Fingerprint> fingerprints, Duration timeLeft) {
        return send(operations.lookup(), fingerprints, timeLeft);
    }

    /**
     * {@inheritDoc}
     *
     * @throws NullPointerException if an argument is null
     */
    @Override
    public CompletionStage<Answers<Boolean>> forget(List<Fingerprint> fingerprints, Duration timeLeft) {
        return send(operations.forget(), fingerprints, timeLeft);
    }

    /**
     * Asks the server, or every primary of a cluster, how it is. Blocks until they answer, for as long as connecting may take.
     *
     * @return a report; that a server cannot be reached is a report too, and so is that the store is closed
     */
    public ValkeyHealth health() {
        if (closed) {
            return ValkeyHealth.unreachable();
        }
        try {
            return ValkeyHealth.of(link.infos("default"));
        } catch (RedisException e) {
            return Refusal.isIn(e) ? ValkeyHealth.silent() : ValkeyHealth.unreachable();
        }
    }

    @Override
    public StoreGuarantees guarantees() {
        return GUARANTEES;
    }

    @Override
    public String name() {
        return failures.store();
    }

    @Override
    public int maximumBatchSize() {
        return MAXIMUM_BATCH_SIZE;
    }

    /** Closes the connections, and the client unless it was brought. Requests that are under way fail. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            link.close();
        }
    }

    private <V> CompletionStage<Answers<V>> send(
            Operation<V> operation, List<Fingerprint> fingerprints, Duration timeLeft) {
        Objects.requireNonNull(timeLeft, "timeLeft");
        List<Fingerprint> keys = List.copyOf(fingerprints);
        return closed
                ? CompletableFuture.failedFuture(failures.ofClosed(operation.name()))
                : new KeyRequest<>(operation, keys, prefix, link, failures, queue).send(timeLeft);
    }

    private static boolean isTooLong(ClaimRequest request) {
        return !request.isForever() && request.hold().compareTo(MAXIMUM_HOLD) > 0;
    }

    private StoreException tooLong(String operation, ClaimRequest request) {
        String problem = "a hold of " + request.hold() + " is over the server's limit of " + MAXIMUM_HOLD
                + "; for a claim without an end use forever()";
        return StoreException.permanent(name(), operation, problem, null);
    }
}
