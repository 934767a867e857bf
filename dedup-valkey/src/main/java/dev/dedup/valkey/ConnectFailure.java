// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import dev.dedup.spi.StoreException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/** Says why no connection was made, from the chain of causes that the client gives. */
record ConnectFailure(String store, ConnectHints hints) {
    private static final String OPERATION = "connect";
    private static final int MANY_CAUSES = 50;
    private static final String CANNOT_CONNECT = "Unable to connect to ";

    /** A full server says so instead of answering the first command, and ends the connection. */
    private static final String FULL = "ERR max number of clients reached";

    /**
     * Connects, and once more if the first connection was closed early: now and then Lettuce says so of a login that was refused,
     * and not why.
     *
     * @throws RedisException whatever it was that failed
     */
    static <T> T connect(Supplier<T> attempt) {
        try {
            return once(attempt);
        } catch (RedisException e) {
            if (causes(e).stream().noneMatch(ConnectFailure::isClosedEarly)) {
                throw e;
            }
            return once(attempt);
        }
    }

    /** What comes before the first byte, such as asking for the password, fails without being wrapped. */
    private static <T> T once(Supplier<T> attempt) {
        try {
            return attempt.get();
        } catch (CompletionException e) {
            throw new RedisConnectionException("Unable to connect", e);
        }
    }

    /** Whether the server, or the Sentinel, was given no password and wants one. */
    static boolean asksForPassword(Throwable failure) {
        return reply(causes(failure))
                .filter(words -> words.startsWith("NOAUTH"))
                .isPresent();
    }

    StoreException toStoreException(Throwable failure) {
        List<Throwable> causes = causes(failure);
        String problem = problem(causes);
        return isLasting(causes)
                ? StoreException.permanent(store, OPERATION, problem, failure)
                : StoreException.retryable(store, OPERATION, problem, failure);
    }

    /** What went wrong and what to do, without the store's name. */
    String problem(Throwable failure) {
        return problem(causes(failure));
    }

    private static boolean isLasting(List<Throwable> causes) {
        return lackOfPassword(causes).isEmpty() && isLastingReply(causes);
    }

    private static boolean isLastingReply(List<Throwable> causes) {
        return reply(causes).map(words -> !Failures.mayPass(words)).orElseGet(() -> isAboutTls(causes));
    }

    private String problem(List<Throwable> causes) {
        return lackOfPassword(causes)
                .or(() -> reply(causes).map(Failures::meaning))
                .orElseGet(() -> isAboutTls(causes) ? tlsProblem(causes) : connectionProblem(causes));
    }

    private static Optional<String> lackOfPassword(List<Throwable> causes) {
        return causes.stream()
                .filter(NoPasswordException.class::isInstance)
                .map(cause -> String.valueOf(cause.getMessage()))
                .findFirst();
    }

    private String tlsProblem(List<Throwable> causes) {
        return causes.stream().anyMatch(ConnectFailure::isNotTls)
                ? "the server does not speak TLS on this port; " + hints.notTls()
                : "TLS cannot be set up: " + last(causes).getMessage() + ". " + hints.certificate();
    }

    private String connectionProblem(List<Throwable> causes) {
        if (causes.stream().anyMatch(UnknownHostException.class::isInstance)) {
            return "the host name is not known; check the URL";
        }
        if (causes.stream().anyMatch(ConnectFailure::isFull)) {
            return "the server has as many clients as it takes (" + FULL
                    + "); raise its maxclients, or have fewer clients";
        }
        if (causes.stream().anyMatch(ConnectFailure::isTimeout)) {
            return hints.silence() + where(causes);
        }
        Optional<Throwable> refused =
                causes.stream().filter(ConnectException.class::isInstance).findFirst();
        if (refused.isPresent()) {
            return "nobody listens there: " + refused.get().getMessage()
                    + "; check host and port, and whether the server runs";
        }
        String words = last(causes).getMessage();
        return last(causes) instanceof IOException || isClosedEarly(last(causes))
                ? "the connection was closed while it was made: " + words + hints.closed()
                : "what answers is no Valkey: " + words + hints.closed();
    }

    private static boolean isFull(Throwable cause) {
        return String.valueOf(cause.getMessage()).startsWith(FULL);
    }

    /** Where the client tried, in its own words: of a client that was brought nothing else tells. */
    private static String where(List<Throwable> causes) {
        return causes.stream()
                .map(cause -> String.valueOf(cause.getMessage()))
                .filter(words -> words.startsWith(CANNOT_CONNECT))
                .map(words -> " (" + words + ")")
                .findFirst()
                .orElse("");
    }

    /** What the server answered, if it was a server that answered, and not because it is full. */
    private static Optional<String> reply(List<Throwable> causes) {
        return causes.stream()
                .map(cause -> String.valueOf(cause.getMessage()))
                .filter(ConnectFailure::isRefusal)
                .findFirst()
                .or(() -> causes.stream()
                        .filter(RedisCommandExecutionException.class::isInstance)
                        .filter(cause -> !isFull(cause))
                        .map(cause -> String.valueOf(cause.getMessage()))
                        .findFirst());
    }

    /** A refusal has the server's code in capitals before the words. */
    private static boolean isRefusal(String words) {
        return words.startsWith("NOAUTH ")
                || words.startsWith("WRONGPASS ")
                || words.startsWith("NOPERM ")
                || words.startsWith("DENIED ")
                || words.startsWith("LOADING ")
                || words.startsWith("MASTERDOWN ");
    }

    /** A handshake that nobody answers is silence like any other. */
    private static boolean isAboutTls(List<Throwable> causes) {
        return causes.stream().noneMatch(ConnectFailure::isTimeout)
                && causes.stream()
                        .anyMatch(cause -> cause instanceof SSLException
                                || cause instanceof GeneralSecurityException
                                || isNotTls(cause));
    }

    private static Throwable last(List<Throwable> causes) {
        return causes.get(causes.size() - 1);
    }

    /** Lettuce has two ways to say it, by how early it was. */
    private static boolean isClosedEarly(Throwable cause) {
        String words = String.valueOf(cause.getMessage());
        return words.equals("Connection closed prematurely") || words.equals("RedisHandshakeHandler not registered");
    }

    private static boolean isTimeout(Throwable cause) {
        return cause instanceof TimeoutException
                || cause.getClass().getSimpleName().toLowerCase(Locale.ROOT).contains("timeout");
    }

    /** Netty's exception for a first record that is none has no public common type with others. */
    private static boolean isNotTls(Throwable cause) {
        return cause.getClass().getSimpleName().equals("NotSslRecordException");
    }

    /** All that led to it, the deepest cause last. Of a cluster, what went wrong with each node is a suppressed exception. */
    private static List<Throwable> causes(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        collect(failure, causes);
        return causes;
    }

    private static void collect(Throwable failure, List<Throwable> causes) {
        if (causes.size() < MANY_CAUSES && !causes.contains(failure)) {
            causes.add(failure);
            for (Throwable suppressed : failure.getSuppressed()) {
                collect(suppressed, causes);
            }
            Throwable cause = failure.getCause();
            if (cause != null) {
                collect(cause, causes);
            }
        }
    }
}
