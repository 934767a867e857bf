// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.valkey;

import dev.dedup.benchmarks.stores.Posts;
import dev.dedup.testservers.ValkeyServer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Time of single new claims, and their number a second, over one connection; run it with {@code -t 1} and {@code -t 64}. */
@State(Scope.Benchmark)
@BenchmarkMode({Mode.SampleTime, Mode.Throughput})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class SingleClaimTime {
    /** What claims. */
    @Param
    @SuppressWarnings("NullAway.Init") // set by JMH
    public SingleContender contender;

    private final AtomicLong next = new AtomicLong();

    @SuppressWarnings("NullAway.Init") // set before each trial
    private ValkeyServer server;

    @SuppressWarnings("NullAway.Init") // set before each trial
    private SingleContender.SingleClaimer claimer;

    /** Starts an empty server. */
    @Setup
    public void start() {
        server = ValkeyServer.started();
        claimer = contender.open(server);
    }

    /**
     * Claims a new post.
     *
     * @return true
     */
    @Benchmark
    public boolean claim() {
        boolean claimed = claimer.claim(Posts.fingerprint(next.getAndIncrement()));
        if (!claimed) {
            throw new IllegalStateException("A new post was not claimed");
        }
        return true;
    }

    /** Ends the server. */
    @TearDown
    public void stop() {
        claimer.close();
        server.close();
    }
}
