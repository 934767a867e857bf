// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.postgres;

import dev.dedup.Deduplicator;
import dev.dedup.benchmarks.stores.Posts;
import dev.dedup.identity.Fingerprint;
import dev.dedup.postgres.PostgresClaimStore;
import dev.dedup.postgres.PostgresClaimStoreBuilder;
import dev.dedup.testservers.PostgresServer;
import java.time.Duration;
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

/** Single new claims a second on a durable server; run it with {@code -t 1} and {@code -t 64}. */
@State(Scope.Benchmark)
@BenchmarkMode({Mode.Throughput, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class SingleClaimRate {
    /** Whether claims that come at the same time share statements. */
    @Param({"false", "true"})
    public boolean coalesced;

    /** How many connections the pool has. */
    @Param({"8", "64"})
    public int connections;

    private final AtomicLong next = new AtomicLong();

    @SuppressWarnings("NullAway.Init") // set before each trial
    private PostgresServer server;

    @SuppressWarnings("NullAway.Init") // set before each trial
    private Deduplicator<Fingerprint> dedup;

    /** Starts an empty server. */
    @Setup
    public void start() {
        server = Servers.started();
        PostgresClaimStoreBuilder store =
                PostgresClaimStore.builder().url(Servers.url(server) + "?connections=" + connections);
        dedup = Deduplicator.forItems((coalesced ? store.coalesceClaims() : store).build(), (Fingerprint post) -> post)
                .deadline(Duration.ofSeconds(30))
                .build();
    }

    /**
     * Claims a new post.
     *
     * @return true
     */
    @Benchmark
    public boolean claim() {
        if (!dedup.tryClaim(Posts.fingerprint(next.getAndIncrement()))) {
            throw new IllegalStateException("A new post was not claimed");
        }
        return true;
    }

    /** Ends the server. */
    @TearDown
    public void stop() {
        dedup.close();
        server.close();
    }
}
