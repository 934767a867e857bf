// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.history;

import dev.dedup.equivalence.TestServer;
import dev.dedup.testservers.ProxyAction;
import dev.dedup.testservers.TcpProxy;
import dev.dedup.testservers.claims.Together;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** Does something bad every now and then to the connections of a store, and to its server, until it is ended. */
final class Troublemaker {
    private static final Duration LONGEST_PEACE = Duration.ofMillis(300);

    /** So long that some who wait for an answer give up. */
    private static final Duration PAUSE = Duration.ofMillis(600);

    /** The trouble that is the server's sudden end, early enough that there is a time after it. */
    private static final int KILL = 9;

    private final TestServer server;
    private final TcpProxy proxy;
    private final boolean kills;
    private final SplittableRandom random = new SplittableRandom(7);
    private final CompletableFuture<Integer> done;
    private volatile boolean ended;

    /**
     * Begins.
     *
     * @param server the server
     * @param proxy the way to it
     * @param kills whether the server may be killed, and keeps its claims when it is
     */
    Troublemaker(TestServer server, TcpProxy proxy, boolean kills) {
        this.server = server;
        this.proxy = proxy;
        this.kills = kills;
        this.done = Together.start(this::run);
    }

    /** Waits until it is done, and tells how often it made trouble. */
    int end() {
        ended = true;
        return done.join();
    }

    private int run() {
        int troubles = 0;
        while (!ended) {
            LockSupport.parkNanos(random.nextLong(LONGEST_PEACE.toNanos()));
            troubles++;
            if (kills && troubles == KILL) {
                server.kill().run();
                server.start().run();
            } else {
                makeTrouble();
            }
        }
        return troubles;
    }

    private void makeTrouble() {
        switch (random.nextInt(10)) {
            case 0 -> pause();
            case 1 -> proxy.cutAll();
            case 2, 3 -> lose(ProxyAction.dropRequest());
            case 4 -> lose(ProxyAction.endAnswer(0));
            case 5 -> lose(ProxyAction.dropLastByte());
            default -> lose(ProxyAction.dropAnswer());
        }
    }

    private void lose(ProxyAction loss) {
        proxy.once(request -> true, loss);
    }

    /** Requests arrive meanwhile, and are carried out when those who sent them may have given up. */
    private void pause() {
        server.pause().run();
        LockSupport.parkNanos(PAUSE.toNanos());
        server.resume().run();
    }
}
