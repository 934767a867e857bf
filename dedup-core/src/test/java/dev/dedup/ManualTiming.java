// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** Time that passes only while somebody pauses or says so, and chance that always takes the bound. */
final class ManualTiming implements Timing {
    private final List<Duration> pauses = new ArrayList<>();
    private long now;

    synchronized List<Duration> pauses() {
        return List.copyOf(pauses);
    }

    synchronized void pass(Duration duration) {
        now += duration.toNanos();
    }

    @Override
    public synchronized long nanoTime() {
        return now;
    }

    @Override
    public synchronized void pause(Duration duration) {
        pauses.add(duration);
        now += duration.toNanos();
    }

    @Override
    public Executor after(Duration duration) {
        return task -> {
            pause(duration);
            task.run();
        };
    }

    @Override
    public long randomUpTo(long bound) {
        return bound;
    }
}
