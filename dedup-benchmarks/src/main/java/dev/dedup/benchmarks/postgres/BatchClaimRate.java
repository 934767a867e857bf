// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.postgres;

import dev.dedup.benchmarks.stores.BatchClaimer;
import dev.dedup.benchmarks.stores.DedupClaimer;
import dev.dedup.benchmarks.stores.Posts;
import dev.dedup.postgres.PostgresClaimStore;
import dev.dedup.testservers.PostgresServer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time per claim in batches, on a durable server of its own on this machine.
 *
 * <p>A claim changes what is measured, so the number of claims is fixed, not the time. Each shot checks that exactly the new posts
 * were claimed.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 12)
@Measurement(iterations = 9)
public class BatchClaimRate {
    private static final int CLAIMS = 20_000;

    /** What claims. */
    @Param
    @SuppressWarnings("NullAway.Init") // set by JMH
    public BatchContender contender;

    /** How many of a hundred claims are of posts that are held already. */
    @Param({"0", "50", "95"})
    public int duplicates;

    /** How many posts a call claims. */
    @Param("1000")
    public int batch;

    /** How many claims the table has beside those of the posts that are held. */
    @Param("0")
    public int existing;

    @SuppressWarnings("NullAway.Init") // set before each trial
    private PostgresServer server;

    @SuppressWarnings("NullAway.Init") // set before each trial
    private BatchClaimer claimer;

    @SuppressWarnings("NullAway.Init") // set before each shot
    private Posts posts;

    private long firstNew;

    /** Starts a server that holds some posts, and the contender's own table of them. */
    @Setup
    public void start() {
        server = Servers.started();
        server.execute("INSERT INTO dedup_claim SELECT gen_random_uuid(), 1, 'infinity' FROM generate_series(1, "
                + existing + ")");
        try (BatchClaimer held = new DedupClaimer(PostgresClaimStore.connect(Servers.url(server)), 1_000)) {
            check(Posts.HELD, held.claim(new Posts(0, 0), Posts.HELD));
        }
        server.execute("VACUUM ANALYZE", "CHECKPOINT");
        claimer = contender.open(server, batch);
        firstNew = Posts.HELD;
    }

    /** Chooses the posts of a shot. */
    @Setup(Level.Iteration)
    public void choose() {
        posts = new Posts(firstNew, duplicates);
        claimer.prepare(posts, CLAIMS);
    }

    /**
     * Makes one shot.
     *
     * @return the number of new claims
     */
    @Benchmark
    @OperationsPerInvocation(CLAIMS)
    public int claim() {
        int claimed = claimer.claim(posts, CLAIMS);
        check(posts.newAmong(CLAIMS), claimed);
        firstNew += claimed;
        return claimed;
    }

    /** Ends the server. */
    @TearDown
    public void stop() {
        claimer.close();
        server.close();
    }

    private static void check(int expected, int claimed) {
        if (claimed != expected) {
            throw new IllegalStateException("Claimed " + claimed + " posts of which " + expected + " were new");
        }
    }
}
