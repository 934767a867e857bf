// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.valkey;

import dev.dedup.benchmarks.stores.BatchClaimer;
import dev.dedup.benchmarks.stores.Posts;
import dev.dedup.testservers.ValkeyServer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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
 * Time per claim in batches of a thousand, on a server of its own on this machine.
 *
 * <p>A claim changes what is measured, so the number of claims is fixed, not the time. Each shot checks that exactly the new posts
 * were claimed.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5)
@Measurement(iterations = 7)
public class BatchClaimRate {
    static final int BATCH = 1_000;

    private static final int CLAIMS = 200_000;

    /** What claims. */
    @Param
    @SuppressWarnings("NullAway.Init") // set by JMH
    public BatchContender contender;

    /** How many of a hundred claims are of posts that are held already. */
    @Param({"0", "95"})
    public int duplicates;

    @SuppressWarnings("NullAway.Init") // set before each trial
    private ValkeyServer server;

    @SuppressWarnings("NullAway.Init") // set before each trial
    private BatchClaimer claimer;

    private long firstNew;

    /** Starts a server that holds some posts. */
    @Setup
    public void start() {
        server = ValkeyServer.started();
        claimer = contender.open(server);
        firstNew = Posts.HELD;
        check(Posts.HELD, claimer.claim(new Posts(0, 0), Posts.HELD));
    }

    /**
     * Makes one shot.
     *
     * @return the number of new claims
     */
    @Benchmark
    @OperationsPerInvocation(CLAIMS)
    public int claim() {
        Posts posts = new Posts(firstNew, duplicates);
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
