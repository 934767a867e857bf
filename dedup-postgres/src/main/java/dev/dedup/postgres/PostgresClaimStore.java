// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.StoreException;
import dev.dedup.spi.StoreGuarantees;
import dev.dedup.spi.StoreGuarantees.Clock;
import dev.dedup.spi.StoreGuarantees.Guarantee;
import dev.dedup.spi.Verdict;
import java.sql.Connection;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Holds claims durably on PostgreSQL from 13, on RDS or Aurora: in transactions of their own, or in the caller's.
 *
 * <p><b>Layout, version 1.</b> A claim is one row of a table that {@link PostgresClaimStoreBuilder#createSchema()} or the migration in
 * the jar makes.
 *
 * <table>
 *   <caption>A claim</caption>
 *   <tr><th>{@code fingerprint uuid}</th><td>the 16 bytes of the fingerprint; the primary key, and the only index</td></tr>
 *   <tr><th>{@code token bigint}</th><td>the token</td></tr>
 *   <tr><th>{@code expires_at timestamptz}</th><td>the first instant at which the claim is free; {@code infinity} for never</td></tr>
 *   <tr><th>{@code leased boolean}</th><td>true while the claim is a lease, null when it is confirmed</td></tr>
 * </table>
 *
 * <p><b>Protocol.</b>
 *
 * <ol>
 *   <li>A claim is one statement for up to 5,000 fingerprints, sorted: it inserts what is absent, takes over what has expired, and
 *       answers with what it wrote and with what is held. What is held is neither locked nor written to.
 *   <li>What it answered for in neither way was claimed by another at the same moment. That alone is asked for again.
 *   <li>Renewing, releasing and forgetting lock the rows in the same order and act on those that the token holds.
 *   <li>What has expired stays until it is taken over or {@link #purgeExpired(int) purged}, and is as good as absent.
 * </ol>
 *
 * <p><b>Clock.</b> The server's {@code clock_timestamp()}, to the millisecond; after a fail-over the new primary's.
 *
 * <p><b>Threads.</b> Thread-safe, and blocking: each request takes a connection and answers on the calling thread. The server gives a
 * statement up a little before the caller's time is over, and the socket does when it is.
 *
 * <p><b>Errors.</b> A failure is retryable if it may pass: a lost connection, a lock not had in time, a server that starts or is full,
 * a broken deadlock, a serialisation failure. No message has a password in it.
 */
public final class PostgresClaimStore extends BlockingClaimStore {
    private static final StoreGuarantees GUARANTEES = StoreGuarantees.builder(Clock.STORE)
            .promises(
                    Guarantee.SURVIVES_RESTART,
                    "A claim is committed, and so on disk, before it is answered; the server's synchronous_commit and"
                            + " fsync must be on for that, as they are by default.")
            .excludes(
                    Guarantee.SURVIVES_FAILOVER,
                    "Replication is asynchronous unless synchronous_standby_names or the service says otherwise: a promoted"
                            + " replica may lack the latest claims.")
            .promises(
                    Guarantee.NEVER_EVICTS,
                    "A full disk makes the server refuse claims, or stop; no row is dropped to make room.")
            .promises(Guarantee.JOINS_TRANSACTION, "joining(…) claims inside a transaction of the caller's.")
            .promises(Guarantee.HOLDS_FOREVER, "A claim without an end expires at infinity.")
            .build();

    private final Failures failures;
    private final Statements statements;
    private final ClaimTable table;
    private final OwnTransaction own;
    private final Runnable end;

    private PostgresClaimStore(
            Statements statements,
            ClaimTable table,
            OwnTransaction own,
            Claims claims,
            Function<ClaimRequest, Answers<Verdict>> claiming,
            Failures failures,
            Runnable end) {
        super(claims, claiming, failures, GUARANTEES);
        this.failures = failures;
        this.statements = statements;
        this.table = table;
        this.own = own;
        this.end = end;
    }

    /** On the table of this name and schema; messages show the name that was given. */
    static PostgresClaimStore open(
            DSLContext dsl,
            @Nullable Semaphore connections,
            Failures failures,
            ClaimTable table,
            boolean coalesces,
            Runnable end) {
        Statements statements = Statements.on(table);
        OwnTransaction own = new OwnTransaction(dsl, connections, failures);
        Claims claims = new Claims(statements, own, failures.store());
        Function<ClaimRequest, Answers<Verdict>> claiming =
                coalesces ? new Coalescer(claims, failures, MAXIMUM_BATCH_SIZE)::claim : claims::claim;
        return new PostgresClaimStore(statements, table, own, claims, claiming, failures, end);
    }

    /**
     * Opens a store by a URL, with a pool of its own.
     *
     * @param url such as {@code postgresql://user:password@host:5432/database}; {@link PostgresClaimStoreBuilder#url(String)} lists
     *     all of it
     * @return the store, which the caller closes
     * @throws IllegalArgumentException if the URL is malformed
     * @throws StoreException if the server cannot be reached or has no table of claims; see {@link PostgresClaimStoreBuilder#build()}
     */
    public static PostgresClaimStore connect(String url) {
        return builder().url(url).build();
    }

    /**
     * Opens a store on a pool of the application's, which stays open.
     *
     * @param dataSource the pool, whose connections have autocommit on
     * @return the store
     * @throws StoreException if the server cannot be reached or has no table of claims; see {@link PostgresClaimStoreBuilder#build()}
     */
    public static PostgresClaimStore on(DataSource dataSource) {
        return builder().dataSource(dataSource).build();
    }

    /**
     * Opens a store on the connections of a jOOQ context, which stay open.
     *
     * @param dsl the context, whose connections have autocommit on
     * @return the store
     * @throws StoreException if the server cannot be reached or has no table of claims; see {@link PostgresClaimStoreBuilder#build()}
     */
    public static PostgresClaimStore on(DSLContext dsl) {
        return builder().dsl(dsl).build();
    }

    /**
     * Begins a store of another configuration.
     *
     * @return a builder
     */
    public static PostgresClaimStoreBuilder builder() {
        return new PostgresClaimStoreBuilder();
    }

    /**
     * Claims inside a transaction of the caller's: what is claimed there is claimed if it is committed, and given back if it is rolled
     * back.
     *
     * <p>The store commits and rolls back nothing of the caller's: it sets a savepoint and releases it, or goes back to it when a
     * request fails, so that the transaction can go on. Another claimer of the same post waits until the transaction ends, at most for
     * its own deadline, and then has no verdict: keep such transactions short. In a transaction that sees one snapshot ({@code
     * REPEATABLE READ}, {@code SERIALIZABLE}) a claim that others have changed since is a failure for good: roll back and run it again.
     *
     * @param transaction the context of a transaction that was begun, such as the one that jOOQ hands to a {@code transaction} block
     * @return a store for this transaction and its thread, which need not be closed
     */
    public ClaimStore joining(DSLContext transaction) {
        Objects.requireNonNull(transaction, "transaction");
        return new JoinedClaimStore(
                new Claims(statements, new JoinedTransaction(transaction, failures), failures.store()),
                failures,
                GUARANTEES);
    }

    /**
     * Claims inside a transaction of the caller's, as {@link #joining(DSLContext)} does.
     *
     * @param connection a connection with autocommit off
     * @return a store for the connection's transactions and their thread, which need not be closed
     */
    public ClaimStore joining(Connection connection) {
        return joining(DSL.using(Objects.requireNonNull(connection, "connection"), SQLDialect.POSTGRES));
    }

    /**
     * Deletes what has expired.
     *
     * <p>It walks through the table once, some blocks at a time and each in a transaction of its own, and leaves out rows that others
     * have locked or are changing. Any number of purgers and claimers may run at the same time. On PostgreSQL 13 every step
     * reads the whole table: give it 100,000 there.
     *
     * @param batchSize at most so many rows are deleted in one transaction, at least 1
     * @return how many rows were deleted
     * @throws IllegalArgumentException if the batch size is below 1
     * @throws StoreException if a step fails, or if the store is closed or the thread interrupted before one; the steps before it are
     *     done
     */
    public long purgeExpired(int batchSize) {
        return purgeExpired(batchSize, () -> true);
    }

    /** The same, as long as it is wanted. */
    long purgeExpired(int batchSize, BooleanSupplier isWanted) {
        Purge.requireBatchSize(batchSize);
        return new Purge(own, statements, table, batchSize, () -> goesOn(isWanted)).run();
    }

    private boolean goesOn(BooleanSupplier isWanted) {
        if (!isWanted.getAsBoolean()) {
            return false;
        }
        if (isClosed()) {
            throw failures.ofClosed("purge");
        }
        if (Thread.currentThread().isInterrupted()) {
            throw failures.ofInterruptedPurge();
        }
        return true;
    }

    /** Closes the pool if it is the store's own. */
    @Override
    public void close() {
        if (markClosed()) {
            end.run();
        }
    }
}
