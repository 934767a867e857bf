// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Purges a store again and again, on a daemon thread of its own, until it is closed.
 *
 * <p>A purge that fails is logged as a warning, and the next comes at its time. A purger whose store is closed ends. Several purgers,
 * in one process or many, do no harm.
 */
public final class Purger implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Purger.class);
    private static final int USUAL_BATCH_SIZE = 5_000;
    private static final Duration LONGEST_PAUSE = Duration.ofDays(365);

    private final PostgresClaimStore store;
    private final int batchSize;
    private final ScheduledExecutorService thread;
    private volatile boolean closed;

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
     * @throws IllegalArgumentException if the pause is below a millisecond or above 365 days
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
     * @throws IllegalArgumentException if the pause is below a millisecond or above 365 days, or the batch size below 1
     */
    @SuppressWarnings("FutureReturnValueIgnored") // purge() throws nothing
    public static Purger start(PostgresClaimStore store, Duration pause, int batchSize) {
        Objects.requireNonNull(store, "store");
        requirePause(pause);
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

    private static void requirePause(Duration pause) {
        if (Objects.requireNonNull(pause, "pause").compareTo(LONGEST_PAUSE) > 0) {
            throw new IllegalArgumentException(
                    "The pause of a purger is " + pause + "; it must be at most " + LONGEST_PAUSE.toDays() + " days");
        }
        if (pause.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "The pause of a purger is " + pause + "; it must be at least 1 millisecond");
        }
    }

    /** Throws nothing, not even an error: the thread's schedule would end without a word. */
    private void purge() {
        try {
            long deleted = store.purgeExpired(batchSize, () -> !closed);
            LOG.debug("{}: purged {} expired claims", store.name(), deleted);
        } catch (Throwable e) {
            if (closed || store.isClosed()) {
                LOG.debug("{}; the purger has come to its end", e.toString(), e);
                thread.shutdown();
            } else {
                LOG.warn("{}; the purger tries again after its pause", e.toString(), e);
            }
        }
    }

    /** Begins no further purge, and waits for the end of the step that is under way, at most 30 seconds. */
    @Override
    public void close() {
        closed = true;
        thread.shutdown();
        try {
            thread.awaitTermination(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
