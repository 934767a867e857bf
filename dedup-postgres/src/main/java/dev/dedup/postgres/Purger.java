// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Purges a store again and again, on a daemon thread of its own, until it is closed.
 *
 * <p>A purge that fails is logged as a warning, and the next comes at its time. Several purgers, in one process or many, do no harm.
 */
public final class Purger implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Purger.class);
    private static final int USUAL_BATCH_SIZE = 5_000;

    private final PostgresClaimStore store;
    private final int batchSize;
    private final ScheduledExecutorService thread;

    private Purger(PostgresClaimStore store, int batchSize, ScheduledExecutorService thread) {
        this.store = store;
        this.batchSize = batchSize;
        this.thread = thread;
    }

    /**
     * Starts to purge a store, at most 5,000 rows in a transaction.
     *
     * @param store the store; close the purger before it
     * @param pause how long after one purge the next begins, and the first after the start
     * @return what ends it
     * @throws IllegalArgumentException if the pause is below a millisecond
     */
    public static Purger start(PostgresClaimStore store, Duration pause) {
        return start(store, pause, USUAL_BATCH_SIZE);
    }

    /**
     * Starts to purge a store.
     *
     * @param store the store; close the purger before it
     * @param pause how long after one purge the next begins, and the first after the start
     * @param batchSize at most so many rows are deleted in one transaction; see {@link PostgresClaimStore#purgeExpired(int)}
     * @return what ends it
     * @throws IllegalArgumentException if the pause is below a millisecond, or the batch size below 1
     */
    @SuppressWarnings("FutureReturnValueIgnored") // purge() throws nothing
    public static Purger start(PostgresClaimStore store, Duration pause, int batchSize) {
        if (pause.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "The pause of a purger is " + pause + "; it must be at least 1 millisecond");
        }
        Purge.requireBatchSize(batchSize);
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread daemon = new Thread(work, "dedup-purger");
            daemon.setDaemon(true);
            return daemon;
        });
        Purger purger = new Purger(store, batchSize, thread);
        thread.scheduleWithFixedDelay(purger::purge, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
        return purger;
    }

    private void purge() {
        try {
            long deleted = store.purgeExpired(batchSize);
            LOG.debug("{}: purged {} expired claims", store.name(), deleted);
        } catch (RuntimeException e) {
            LOG.warn("{}; the purger tries again after its pause", e.getMessage());
        }
    }

    /** Begins no further purge, and waits for the end of one under way, at most 30 seconds. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            thread.awaitTermination(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
