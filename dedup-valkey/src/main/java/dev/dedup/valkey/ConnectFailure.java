// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import dev.dedup.spi.StoreException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Says why no connection was made, from the chain of causes that the client gives. */
record ConnectFailure(String store, boolean tls, Duration connectTimeout) {
    private static final String OPERATION = "connect";
    private static final int MANY_CAUSES = 50;

    StoreException toStoreException(Throwable failure) {
        List<Throwable> causes = causes(failure);
        for (Throwable cause : causes) {
            String words = String.valueOf(cause.getMessage());
            if (isRefusal(words)) {
                return new Failures(store).ofReply(OPERATION, words);
            }
        }
        Throwable root = causes.get(causes.size() - 1);
        String problem = problem(causes, root);
        return root instanceof SSLException || isNotTls(root)
                ? StoreException.permanent(store, OPERATION, problem, failure)
                : StoreException.retryable(store, OPERATION, problem, failure);
    }

    private String problem(List<Throwable> causes, Throwable root) {
        if (isNotTls(root)) {
            return "the server does not speak TLS on this port; use valkey:// or the server's TLS port";
        }
        if (root instanceof SSLException) {
            return "TLS cannot be set up: " + root.getMessage()
                    + ". For a certificate of your own authority give its file by ?ca=…";
        }
        if (root instanceof UnknownHostException) {
            return "the host name is not known; check the URL";
        }
        if (root instanceof ConnectException) {
            return "nobody listens there: " + root.getMessage() + "; check host and port, and whether the server runs";
        }
        if (causes.stream().anyMatch(ConnectFailure::isTimeout)) {
            return "no answer within " + connectTimeout + "; check host, port and firewall" + plainOrTls();
        }
        if (root instanceof IOException) {
            return "the connection was closed while it was made: " + root.getMessage() + plainOrTls();
        }
        return "what answers is no Valkey: " + root.getMessage() + plainOrTls();
    }

    private String plainOrTls() {
        return tls ? "; is it a port without TLS? Then use valkey://" : "; is it a TLS port? Then use valkeys://";
    }

    /** A refusal has the server's code in capitals before the words. */
    private static boolean isRefusal(String words) {
        return words.startsWith("NOAUTH ")
                || words.startsWith("WRONGPASS ")
                || words.startsWith("NOPERM ")
                || words.startsWith("LOADING ")
                || words.startsWith("MASTERDOWN ");
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
