// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A rule of a {@link TcpProxy}: which requests, what is done to them, how often, and whether it has happened. Thread-safe. */
public final class Fault {
    private final Predicate<byte[]> requests;
    private final ProxyAction action;
    private final AtomicInteger left;
    private final AtomicInteger times = new AtomicInteger();
    private final CountDownLatch happened = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    Fault(Predicate<byte[]> requests, ProxyAction action, int times) {
        this.requests = requests;
        this.action = action;
        this.left = new AtomicInteger(times);
    }

    /**
     * Waits until it has happened to a first request: until the connection was reset, the answer held back, or other bytes sent.
     *
     * @throws IllegalStateException if that takes longer than a minute
     */
    public void await() {
        try {
            if (!happened.await(Waiting.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("the fault has not happened in " + Waiting.LIMIT
                        + "; no request matched its rule, or " + "the answer was shorter than expected");
            }
        } catch (InterruptedException e) {
            throw Interruption.of(e);
        }
    }

    /**
     * Counts how often it has happened.
     *
     * @return the number of requests
     */
    public int times() {
        return times.get();
    }

    /** Lets the answers go that {@link ProxyAction#holdAnswer} holds back, now and later. */
    public void release() {
        released.countDown();
    }

    /** Takes it back: it happens to no further request. */
    public void cancel() {
        left.set(0);
    }

    ProxyAction action() {
        return action;
    }

    /** True for a request that it is to happen to; that one is then counted off. */
    boolean takes(byte[] request) {
        return left.get() > 0 && requests.test(request) && left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    }

    /** Counted before the client can know, and waited for until it is done. */
    void happen(Effect effect) throws IOException {
        times.incrementAndGet();
        effect.take();
        happened.countDown();
    }

    void awaitRelease() throws InterruptedException {
        released.await();
    }

    /** What the client will notice. */
    interface Effect {
        void take() throws IOException;
    }
}
