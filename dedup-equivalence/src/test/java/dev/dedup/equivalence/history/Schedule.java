// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.history;

import dev.dedup.identity.Fingerprint;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * When which posts have their turn, the same for every thread of every process: so they meet at the same posts.
 *
 * <p>The clock is {@link System#nanoTime}. On Linux and macOS the JVM takes it from the machine's monotonic clock, which all processes
 * share and nobody sets. Java does not promise that, so every run checks it.
 *
 * @param begin when the first turn begins, by that clock
 * @param turn how long a turn is
 * @param turns how many there are
 * @param seed which posts, and what is done to them
 */
record Schedule(long begin, Duration turn, int turns, long seed) {
    static final int POSTS_PER_TURN = 2;

    private static final String SEPARATOR = ",";

    /** As many turns as there is time for. */
    static Schedule from(long begin, Duration turn, Duration time, long seed) {
        return new Schedule(begin, turn, (int) time.dividedBy(turn), seed);
    }

    /** Reads what {@link #line} wrote. */
    static Schedule of(String line) {
        String[] parts = line.split(SEPARATOR, -1);
        return new Schedule(
                Long.parseLong(parts[0]),
                Duration.parse(parts[1]),
                Integer.parseInt(parts[2]),
                Long.parseLong(parts[3]));
    }

    String line() {
        return begin + SEPARATOR + turn + SEPARATOR + turns + SEPARATOR + seed;
    }

    /** Waits for a turn to begin. */
    void await(int number) {
        for (long left = left(number); left > 0; left = left(number)) {
            LockSupport.parkNanos(left);
        }
    }

    boolean isOver(int number) {
        return left(number + 1) <= 0;
    }

    /** The turn that comes after one, or that has come meanwhile. */
    int next(int last) {
        long current = Math.floorDiv(System.nanoTime() - begin, turn.toNanos());
        return Math.max(last + 1, (int) Math.min(current, turns));
    }

    /** How long all turns last together. */
    Duration time() {
        return turn.multipliedBy(turns);
    }

    /** What a thread does, another for each and the same for the same seed. */
    SplittableRandom random(int process, int thread) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < process; i++) {
            random.split();
        }
        SplittableRandom ofProcess = random.split();
        for (int i = 0; i < thread; i++) {
            ofProcess.split();
        }
        return ofProcess.split();
    }

    Fingerprint post(int number) {
        return Fingerprint.of(seed, number);
    }

    private long left(int number) {
        return begin + number * turn.toNanos() - System.nanoTime();
    }
}
