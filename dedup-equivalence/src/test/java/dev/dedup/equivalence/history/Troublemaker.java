// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.history;

import dev.dedup.equivalence.TestServer;
import dev.dedup.testservers.Fault;
import dev.dedup.testservers.ProxyAction;
import dev.dedup.testservers.TcpProxy;
import dev.dedup.testservers.claims.Together;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Does something bad every now and then to the connections of a store, and to its server, until it is ended; and kills the server once,
 * and starts it again.
 */
final class Troublemaker implements AutoCloseable {
    /** Time for a client to get over one trouble before there is another. */
    private static final Duration SHORTEST_PEACE = Duration.ofMillis(50);

    private static final Duration LONGEST_PEACE = Duration.ofMillis(250);

    /** So long that some who wait for an answer give up. */
    private static final Duration PAUSE = Duration.ofMillis(600);

    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final TestServer server;
    private final TcpProxy proxy;
    private final Duration killAfter;
    private final SplittableRandom random;
    private final List<Fault> losses = new ArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final CompletableFuture<Troubles> done;
    private int resets;
    private int pauses;
    private int kills;

    /**
     * What has happened.
     *
     * @param losses how many requests or answers were lost on the wire
     * @param resets how often all connections were reset at once
     * @param pauses how often the server was paused
     * @param kills how often it was killed, and started again
     */
    record Troubles(int losses, int resets, int pauses, int kills) {
        Troubles and(Troubles more) {
            return new Troubles(losses + more.losses, resets + more.resets, pauses + more.pauses, kills + more.kills);
        }
    }

    /**
     * Begins.
     *
     * @param server the server, which keeps its claims when it is killed
     * @param proxy the way to it
     * @param killAfter how long the server lives
     * @param seed which troubles, and when
     */
    Troublemaker(TestServer server, TcpProxy proxy, Duration killAfter, long seed) {
        this.server = server;
        this.proxy = proxy;
        this.killAfter = killAfter;
        this.random = new SplittableRandom(seed);
        this.done = Together.start(this::run);
    }

    /** Waits until it has put an end to it, and the server runs. */
    Troubles end() {
        end.countDown();
        return done.copy().orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    @Override
    public void close() {
        end();
    }

    private Troubles run() {
        long begin = System.nanoTime();
        while (!endsWithin(SHORTEST_PEACE.plusNanos(
                random.nextLong(LONGEST_PEACE.minus(SHORTEST_PEACE).toNanos())))) {
            if (kills == 0 && System.nanoTime() - begin > killAfter.toNanos()) {
                kill();
            } else {
                makeTrouble();
            }
        }
        losses.forEach(Fault::cancel);
        return new Troubles(losses.stream().mapToInt(Fault::times).sum(), resets, pauses, kills);
    }

    private boolean endsWithin(Duration time) {
        try {
            return end.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void makeTrouble() {
        switch (random.nextInt(10)) {
            case 0 -> pause();
            case 1 -> resetAll();
            case 2, 3 -> lose(ProxyAction.dropRequest());
            case 4 -> lose(ProxyAction.endAnswer(0));
            case 5 -> lose(ProxyAction.dropLastByte());
            default -> lose(ProxyAction.dropAnswer());
        }
    }

    /** Of the next request, if there is one. */
    private void lose(ProxyAction loss) {
        losses.add(proxy.once(request -> true, loss));
    }

    private void resetAll() {
        long before = proxy.cuts();
        proxy.cutAll();
        resets += proxy.cuts() > before ? 1 : 0;
    }

    /** Requests arrive meanwhile, and are carried out when those who sent them may have given up. */
    private void pause() {
        server.pause().run();
        endsWithin(PAUSE);
        server.resume().run();
        pauses++;
    }

    private void kill() {
        server.kill().run();
        server.start().run();
        kills++;
    }
}
