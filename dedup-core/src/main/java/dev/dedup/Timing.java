// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Elapsed time, pauses and chance, in one place so that tests can decide all three. */
interface Timing {
    /** The JVM's own monotonic time. */
    Timing SYSTEM = new Timing() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void pause(Duration duration) throws InterruptedException {
            TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        }

        @Override
        public Executor after(Duration duration) {
            return CompletableFuture.delayedExecutor(duration.toNanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        public long randomUpTo(long bound) {
            return ThreadLocalRandom.current().nextLong(bound) + 1;
        }
    };

    /** Nanoseconds since an arbitrary start; never goes back. */
    long nanoTime();

    /** Blocks the calling thread. */
    void pause(Duration duration) throws InterruptedException;

    /** An executor that runs its tasks after a while. */
    Executor after(Duration duration);

    /** A random number from 1 to the bound. */
    long randomUpTo(long bound);
}
