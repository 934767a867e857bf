// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits between two questions about posts in flight, a little longer each time, and for one lease time in all. For one thread. */
class Patience {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final Duration leaseTime;
    private Duration pause = FIRST_PAUSE;
    private long since = nanoTime();

    Patience(Duration leaseTime) {
        this.leaseTime = leaseTime;
    }

    Duration leaseTime() {
        return leaseTime;
    }

    /** Begins anew: something has moved. */
    void renew() {
        pause = FIRST_PAUSE;
        since = nanoTime();
    }

    /** Says whether nothing has moved for so long that every lease as long as our own has lapsed. */
    boolean isOver() {
        Duration waited = Duration.ofNanos(nanoTime() - since);
        return waited.compareTo(leaseTime.plus(LONGEST_PAUSE)) > 0;
    }

    /** Waits. */
    void pause() throws InterruptedException {
        sleep(pause);
        Duration longer = pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
    }

    long nanoTime() {
        return System.nanoTime();
    }

    void sleep(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }
}
