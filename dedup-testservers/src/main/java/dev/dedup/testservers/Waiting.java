// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.core.ConditionTimeoutException;

/** Waits for what a server comes to by itself. */
final class Waiting {
    /** Far above what any of it takes, also on a machine that is busy with other tests. */
    static final Duration LIMIT = Duration.ofSeconds(60);

    private static final Duration STEP = Duration.ofMillis(20);

    private Waiting() {}

    /** Waits for something that a running server comes to; one that ends instead fails at once. */
    static void until(ServerProcess server, String name, String what, Callable<Boolean> condition) {
        try {
            until(what, () -> requireAlive(server, name) && condition.call());
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException(
                    name + " has not come to this in " + LIMIT + ": " + what + "; its log ends with\n" + server.log(),
                    e);
        }
    }

    /** A server that cannot be reached, or answers with an error, has not come to it yet. */
    static void until(String what, Callable<Boolean> condition) {
        await(what)
                .atMost(LIMIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(STEP)
                .ignoreExceptionsMatching(e -> e instanceof UncheckedIOException || e instanceof ServerErrorException)
                .until(condition);
    }

    private static boolean requireAlive(ServerProcess server, String name) {
        if (!server.isAlive()) {
            throw new IllegalStateException(name + " has ended; its log ends with\n" + server.log());
        }
        return true;
    }
}
