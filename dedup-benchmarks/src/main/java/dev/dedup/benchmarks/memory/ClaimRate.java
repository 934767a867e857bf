// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.memory;

import dev.dedup.identity.Fingerprint;
import java.util.ArrayList;
import java.util.List;
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
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * Time per claim on top of 10 million live claims, at several shares of duplicates.
 *
 * <p>A claim changes what is measured, so the number of claims is fixed, not the time: each shot makes 200,000 claims per thread,
 * of fingerprints that are computed as they are needed, and checks that exactly the new ones were claimed.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xms4g", "-Xmx4g", "-XX:+UseG1GC"})
@Warmup(iterations = 4)
@Measurement(iterations = 8)
public class ClaimRate {
    private static final int LIVE = 10_000_000;
    private static final int CLAIMS = 200_000;

    /** What claims. */
    @Param
    @SuppressWarnings("NullAway.Init") // set by JMH
    public Contender contender;

    /** How many of a hundred claims are of fingerprints that are held already. */
    @Param({"0", "50", "95"})
    public int duplicates;

    @SuppressWarnings("NullAway.Init") // set before each trial
    private Claimer claimer;

    /** Fills the contender and lets the collector settle. */
    @Setup
    public void fill() {
        claimer = contender.create();
        new Row().claim(claimer, contender.batchSize(), LIVE);
        System.gc();
    }

    /**
     * Makes one shot.
     *
     * @param row the thread's fingerprints
     * @return the number of new claims
     */
    @Benchmark
    @OperationsPerInvocation(CLAIMS)
    public int claim(Row row) {
        return row.claim(claimer, contender.batchSize(), CLAIMS);
    }

    /** A thread's row of fingerprints, some of them held already. */
    @State(Scope.Thread)
    public static class Row {
        private int duplicates;
        private long nextNew;
        private long drawn;

        /**
         * Gives the thread fingerprints of its own, beyond those that the contender was filled with.
         *
         * @param benchmark says how many are duplicates
         * @param thread says which thread this is
         */
        @Setup
        public void begin(ClaimRate benchmark, ThreadParams thread) {
            duplicates = benchmark.duplicates;
            nextNew = LIVE + thread.getThreadIndex() * 1_000_000_000L;
            drawn = nextNew;
        }

        private int claim(Claimer claimer, int batchSize, int claims) {
            long firstNew = nextNew;
            int claimed = 0;
            for (int i = 0; i < claims; i += batchSize) {
                claimed += batchSize == 1 ? one(claimer) : claimer.claimAll(batch(batchSize));
            }
            if (claimed != nextNew - firstNew) {
                throw new IllegalStateException(
                        claimed + " fingerprints were claimed, but " + (nextNew - firstNew) + " were new");
            }
            return claimed;
        }

        private int one(Claimer claimer) {
            return claimer.claim(next()) ? 1 : 0;
        }

        private List<Fingerprint> batch(int size) {
            List<Fingerprint> batch = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                batch.add(next());
            }
            return batch;
        }

        private Fingerprint next() {
            long random = Fingerprints.mix(drawn++) >>> 1;
            boolean duplicate = random % 100 < duplicates;
            return Fingerprints.at(duplicate ? random / 100 % LIVE : nextNew++);
        }
    }
}
