// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.StoreException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Says what went wrong and what to do about it. An error is never a verdict: it may pass, or a retry cannot mend it.
 *
 * @param store the store's name, with host and port and without credentials
 * @param lostConnection which connection was lost and why it cannot be made again, as far as that is known
 */
record Failures(String store, Supplier<Optional<String>> lostConnection) {
    /** The errors that may pass by themselves, and what they mean. All others stay until somebody acts. */
    private static final Map<String, String> PASSING = Map.of(
            "LOADING", "the server has started and is reading its data; it answers when it is done",
            "READONLY", "this node is a replica since a fail-over; the connection is made anew to find the primary",
            "CLUSTERDOWN", "a part of the cluster has no primary; it answers when a replica is promoted",
            "MASTERDOWN", "this node is a replica that has lost its primary",
            "TRYAGAIN", "the key's slot is being moved to another node",
            "BUSY", "a script of somebody's has been running for seconds; see SCRIPT KILL",
            "NOREPLICAS", "the primary has too few replicas in reach to take writes (min-replicas-to-write)",
            "MISCONF", "the server cannot save its data and takes no writes until it can; see its log",
            "OOM",
                    "the server is at its maxmemory and takes no new claims: give it more memory, or claims a shorter"
                            + " retention");

    private static final Map<String, String> LASTING = Map.of(
            "NOAUTH",
            "the server asks for a password and got none; set user and password",
            "WRONGPASS",
            "the server refuses the user or the password",
            "DENIED",
            "the server runs in protected mode: it takes no connection from another host until it has a password;"
                    + " set one, or protected-mode no",
            "NOPERM",
            "the server's access rules do not let this user do it; the commands and keys that a store needs are"
                    + " in its documentation",
            "WRONGTYPE",
            "the key holds something that is no claim: something else writes under this prefix; give dedup"
                    + " a prefix of its own");

    /** A failure that the server answered with. */
    StoreException ofReply(String operation, String error) {
        return mayPass(error)
                ? StoreException.retryable(store, operation, meaning(error), null)
                : StoreException.permanent(store, operation, meaning(error), null);
    }

    static boolean mayPass(String error) {
        return PASSING.containsKey(code(error)) || Link.isRedirection(error);
    }

    /** What an answer means, and the answer. */
    static String meaning(String error) {
        String other = Link.isRedirection(error) ? "the cluster is being changed" : "the server answered with an error";
        String code = code(error);
        return PASSING.getOrDefault(code, LASTING.getOrDefault(code, other)) + " (" + error + ")";
    }

    private static String code(String error) {
        int end = error.indexOf(' ');
        return end < 0 ? error : error.substring(0, end);
    }

    /** A failure of the client or of the connection. */
    StoreException ofClient(String operation, Throwable reason) {
        String problem = String.valueOf(reason.getMessage());
        if (problem.contains("size exceeded")) {
            problem = ofFullLettuce(problem);
        }
        return StoreException.retryable(store, operation, problem, reason);
    }

    /** Lettuce keeps what was given up until there is a connection again; then the queue is full, but not the reason. */
    private String ofFullLettuce(String words) {
        return lostConnection
                .get()
                .orElseGet(() -> "too many requests wait for the server: " + words
                        + " Make fewer at a time, or raise requestQueueSize");
    }

    /** A failure to let a request in. */
    StoreException ofFullQueue(String operation, String problem) {
        String why = lostConnection.get().orElse("make fewer requests at a time, or raise requestQueueSize");
        return StoreException.retryable(store, operation, problem + "; " + why, null);
    }

    /** A failure to hear anything. */
    StoreException ofSilence(String operation, Duration timeLeft) {
        String why = lostConnection.get().orElse("check that the server runs and is in reach");
        String problem = "no answer within " + timeLeft.toMillis() + " ms; " + why;
        return StoreException.retryable(store, operation, problem, null);
    }

    /** A value that is no claim of a known layout. */
    StoreException ofValue(String operation, Fingerprint fingerprint, ForeignValueException problem) {
        return StoreException.permanent(store, operation, fingerprint + ": " + problem.getMessage(), null);
    }

    /** A request after the end. */
    StoreException ofClosed(String operation) {
        return StoreException.permanent(store, operation, "the store is closed; open a new one", null);
    }
}
