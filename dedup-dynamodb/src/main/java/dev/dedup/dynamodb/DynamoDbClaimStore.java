// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

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
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Holds claims durably on DynamoDB: one item and, for most requests, one write for each post.
 *
 * <p><b>Layout, version 1.</b> A claim is one item of a table that has a partition key and nothing else; {@link
 * DynamoDbClaimStoreBuilder#createTable()} makes it.
 *
 * <table>
 *   <caption>A claim</caption>
 *   <tr><th>{@code k}, binary</th><td>the 16 bytes of the fingerprint; the partition key</td></tr>
 *   <tr><th>{@code v}, number</th><td>the number of this layout, 1</td></tr>
 *   <tr><th>{@code t}, number</th><td>the token, a signed 64-bit integer</td></tr>
 *   <tr><th>{@code s}, string</th><td>{@code L} while the claim is a lease, {@code C} when it is confirmed</td></tr>
 *   <tr><th>{@code e}, number</th><td>the first millisecond since 1970 in which the claim is free; absent for never</td></tr>
 *   <tr><th>{@code x}, number</th><td>the same in seconds, rounded up, by which the table's TTL deletes it some day; absent for
 *       never</td></tr>
 * </table>
 *
 * <p><b>Protocol.</b>
 *
 * <ol>
 *   <li>A claim is a {@code PutItem} on the condition that there is no item, or an expired one. Carried out, it is CLAIMED.
 *   <li>Otherwise the refusal shows the item that is there ({@code ALL_OLD}): with the own token CLAIMED, and nothing was changed; a lease
 *       of another's IN_FLIGHT; a confirmed claim of another's DUPLICATE. Nothing but this refusal is a conflict.
 *   <li>The same put repeated, by the client library or by the core, finds its own token.
 *   <li>Renewing is an {@code UpdateItem}, releasing and forgetting a {@code DeleteItem}, on the condition that a live claim is there, and
 *       the token's. Looking up is a strongly consistent {@code BatchGetItem} of up to 100 keys.
 *   <li>A batch is such requests side by side, so many at a time; they share no fate. With {@link
 *       DynamoDbClaimStoreBuilder#readFirst()} a batch is looked at before, and what is confirmed then costs no write.
 * </ol>
 *
 * <p><b>Clock.</b> The {@link java.time.InstantSource} of the client, to the millisecond: the service compares times, and has none of its
 * own to offer. Clients whose clocks differ by a second disagree for a second on whether a claim has expired.
 *
 * <p><b>Threads.</b> Thread-safe. Nothing blocks but {@link #close()}, and the SDK where it gets new credentials: answers come on the client's own threads, which must not be
 * blocked. Requests beyond the concurrency wait, in the order in which they came; one whose time is over is never sent.
 *
 * <p><b>Errors.</b> A failure is retryable if it may pass: no answer, throttling, an error of the service, expired credentials. No message
 * has a secret in it.
 */
public final class DynamoDbClaimStore implements ClaimStore {
    private static final int MAXIMUM_BATCH_SIZE = 1_000;

    /** A batch takes so many requests one after the other, well within the time of an attempt. */
    private static final int REQUESTS_IN_A_ROW = 16;

    /** Some 146 million years: added to the time of day it still is a number of milliseconds in 64 bits. */
    private static final Duration MAXIMUM_HOLD = Duration.ofMillis(1L << 62);

    private static final String CLOCKS =
            "Only expired claims are deleted; but clocks that differ make a window shorter or longer by as much: a client whose clock is"
                    + " ahead takes a claim over too early, so keep the clocks of all clients in step.";

    private final Failures failures;
    private final Claiming claiming;
    private final Owning owning;
    private final Reads reads;
    private final Gate gate;
    private final StoreGuarantees guarantees;
    private final Runnable end;

    DynamoDbClaimStore(Table table, Look look, Runnable end) {
        this.failures = table.failures();
        this.reads = new Reads(table);
        this.claiming = new Claiming(table, reads, look);
        this.owning = new Owning(table);
        this.gate = table.gate();
        this.guarantees = guarantees(look);
        this.end = end;
    }

    /**
     * Opens the store that a URL names, with a client of its own and the credentials of the SDK's default chain.
     *
     * @param url such as {@code dynamodb://posts?region=eu-west-1}; see {@link DynamoDbClaimStoreBuilder#url(String)}
     * @return a store that the caller closes
     * @throws IllegalArgumentException if the URL is malformed
     * @throws StoreException if there is no Region, no credentials or no such table, or it is no table of claims; see {@link
     *     DynamoDbClaimStoreBuilder#build()}
     */
    public static DynamoDbClaimStore connect(String url) {
        return builder().url(url).build();
    }

    /**
     * Returns a builder, which needs a table.
     *
     * @return a builder with the defaults, for one thread
     */
    public static DynamoDbClaimStoreBuilder builder() {
        return new DynamoDbClaimStoreBuilder();
    }

    /**
     * {@inheritDoc}
     *
     * @throws NullPointerException if the request is null
     */
    @Override
    public CompletionStage<Answers<Verdict>> claim(ClaimRequest request) {
        return unlessTooLong("claim", request, () -> claiming.claim(request));
    }

    /**
     * {@inheritDoc}
     *
     * @throws NullPointerException if the request is null
     */
    @Override
    public CompletionStage<Answers<Boolean>> renew(ClaimRequest request) {
        return unlessTooLong("renew", request, () -> owning.renew(request));
    }

    /**
     * {@inheritDoc}
     *
     * @throws NullPointerException if an argument is null
     */
    @Override
    public CompletionStage<Answers<Boolean>> release(
            List<Fingerprint> fingerprints, ClaimToken token, Duration timeLeft) {
        List<Fingerprint> keys = List.copyOf(fingerprints);
        Objects.requireNonNull(token, "token");
        Objects.requireNonNull(timeLeft, "timeLeft");
        return unlessClosed("release", () -> owning.release(keys, token, timeLeft));
    }

    /**
     * {@inheritDoc}
     *
     * @throws NullPointerException if an argument is null
     */
    @Override
    public CompletionStage<Answers<Optional<ClaimRecord>>> lookup(List<Fingerprint> fingerprints, Duration timeLeft) {
        List<Fingerprint> keys = List.copyOf(fingerprints);
        Objects.requireNonNull(timeLeft, "timeLeft");
        return unlessClosed("lookup", () -> reads.lookup(keys, timeLeft));
    }

    /**
     * {@inheritDoc}
     *
     * @throws NullPointerException if an argument is null
     */
    @Override
    public CompletionStage<Answers<Boolean>> forget(List<Fingerprint> fingerprints, Duration timeLeft) {
        List<Fingerprint> keys = List.copyOf(fingerprints);
        Objects.requireNonNull(timeLeft, "timeLeft");
        return unlessClosed("forget", () -> owning.forget(keys, timeLeft));
    }

    @Override
    public StoreGuarantees guarantees() {
        return guarantees;
    }

    @Override
    public String name() {
        return failures.store();
    }

    @Override
    public int maximumBatchSize() {
        return Math.min(MAXIMUM_BATCH_SIZE, REQUESTS_IN_A_ROW * gate.limit());
    }

    /**
     * Closes the client unless it was brought. Requests that wait fail at once; what is under way may still be answered, and fails at the
     * end of its time otherwise.
     */
    @Override
    public void close() {
        if (!gate.isClosed()) {
            gate.close();
            end.run();
        }
    }

    private static StoreGuarantees guarantees(Look look) {
        String lag = look == Look.EVENTUALLY_CONSISTENT
                ? " A claim that is given back may be seen for a moment longer, as reads are eventually consistent."
                : "";
        return StoreGuarantees.builder(Clock.INJECTED)
                .promises(
                        Guarantee.SURVIVES_RESTART,
                        "A claim is stored in several Availability Zones before it is answered.")
                .promises(
                        Guarantee.SURVIVES_FAILOVER,
                        "The service fails over inside its Region without losing a write; a replica in another Region of a global"
                                + " table may lack the latest claims, unless the table is strongly consistent over Regions.")
                .promises(Guarantee.NEVER_EVICTS, CLOCKS + lag)
                .excludes(
                        Guarantee.JOINS_TRANSACTION,
                        "There is no transaction to join; release a claim to give it back.")
                .promises(Guarantee.HOLDS_FOREVER, "A claim without an end is an item without an expiry.")
                .build();
    }

    private <V> CompletionStage<Answers<V>> unlessTooLong(
            String operation, ClaimRequest request, Supplier<CompletableFuture<Answers<V>>> answers) {
        if (!request.isForever() && request.hold().compareTo(MAXIMUM_HOLD) > 0) {
            String problem = "a hold of " + request.hold() + " is over the limit of " + MAXIMUM_HOLD
                    + "; for a claim without an end use forever()";
            return CompletableFuture.failedFuture(StoreException.permanent(name(), operation, problem, null));
        }
        return unlessClosed(operation, answers);
    }

    private <V> CompletionStage<Answers<V>> unlessClosed(
            String operation, Supplier<CompletableFuture<Answers<V>>> answers) {
        return gate.isClosed() ? CompletableFuture.failedFuture(failures.ofClosed(operation)) : answers.get();
    }
}
