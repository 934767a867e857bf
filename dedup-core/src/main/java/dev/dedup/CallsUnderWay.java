// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Counts the calls that have begun and not ended, so that closing can let them end first. */
final class CallsUnderWay {
    private int count;
    private boolean closed;

    /** Whether the call may begin; if so, {@link #end()} follows. */
    synchronized boolean begin() {
        if (!closed) {
            count++;
        }
        return !closed;
    }

    synchronized void end() {
        count--;
        notifyAll();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Lets no call begin any more and waits a while for those under way. Returns false if it was closed before. */
    synchronized boolean close(Duration patience) {
        if (closed) {
            return false;
        }
        closed = true;
        try {
            awaitNone(System.nanoTime() + patience.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    private void awaitNone(long end) throws InterruptedException {
        long left = end - System.nanoTime();
        while (count > 0 && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = end - System.nanoTime();
        }
    }
}
