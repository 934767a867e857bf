// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of 127.0.0.1 that nobody listens on.
 *
 * <p>They lie below the range that systems give to outgoing connections: a server that was killed finds its port free again.
 */
final class FreePorts {
    private static final int LOWEST = 12_000;
    private static final int HIGHEST = 32_000;
    private static final int TRIES = 1_000;
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private FreePorts() {}

    /** A port that this JVM was never given before. */
    static int next() {
        return ThreadLocalRandom.current()
                .ints(TRIES, LOWEST, HIGHEST)
                .filter(port -> GIVEN.add(port) && isFree(port))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("of " + TRIES + " ports tried between " + LOWEST + " and "
                        + HIGHEST + " none is free on 127.0.0.1; close what listens there"));
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(Loopback.address(port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
