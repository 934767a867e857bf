// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import dev.dedup.spi.StoreException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Says what went wrong and what to do about it, by the server's SQLSTATE ("PostgreSQL Error Codes", appendix A of its documentation).
 *
 * @param store the store's name, with host, port and database and without credentials
 * @param table the table of claims
 */
record Failures(String store, ClaimTable table) {
    static final String READ_ONLY = "25006";
    static final String ABORTED = "25P02";

    private static final String SERIALIZATION_FAILURE = "40001";
    private static final String DEADLOCK = "40P01";

    /** Of these classes an error may pass: the connection, resources, the operator, the transaction, the system. */
    private static final Set<String> PASSING_CLASSES = Set.of("08", "53", "57", "40", "58");

    /** Not of one of those classes: a lock that was not had in time, a read-only server, a prepared statement that a pooler lost, or has of somebody else. */
    private static final Set<String> PASSING = Set.of("55P03", READ_ONLY, "26000", "42P05");

    private static final String POOLER =
            "a pooler has another connection now; set prepareThreshold=0, or let it keep prepared statements";

    private static final Map<String, String> MEANINGS = Map.ofEntries(
            Map.entry("57014", "no answer in time: another transaction holds the post, or the server is busy"),
            Map.entry("55P03", "another transaction holds the post"),
            Map.entry(DEADLOCK, "the server broke a deadlock with another transaction"),
            Map.entry(SERIALIZATION_FAILURE, "another transaction has changed the same claims"),
            Map.entry(READ_ONLY, "the server is read-only: a replica, since a fail-over; connect to the primary"),
            Map.entry("26000", POOLER),
            Map.entry("42P05", POOLER),
            Map.entry(ABORTED, "the transaction had failed before; roll it back and run it again"),
            Map.entry("28P01", "the server refuses the user or the password"),
            Map.entry("28000", "the server refuses the user, or how it connects; see its pg_hba.conf"),
            Map.entry("3D000", "the database does not exist"),
            Map.entry("42P01", "the table of claims is missing; make it by createSchema() or by ?createSchema=true"),
            Map.entry(
                    "3F000",
                    "there is no schema to make the table in; name one by schema(…) or by ?schema=…, or put one on the user's"
                            + " search_path"),
            Map.entry("42501", "the user lacks a permission"),
            Map.entry("53100", "the server's disk is full"),
            Map.entry(
                    "53300",
                    "no further connection is allowed, by the server (max_connections), or by the database or the user"
                            + " (CONNECTION LIMIT)"),
            Map.entry("57P03", "the server is starting or stopping"));

    StoreException of(String operation, Throwable failure) {
        SQLException reason = reason(failure);
        String problem = problem(failure, reason);
        return mayPass(reason)
                ? StoreException.retryable(store, operation, problem, failure)
                : StoreException.permanent(store, operation, problem, failure);
    }

    /**
     * In a transaction that sees one snapshot, or whose connection is gone, asking again does not help. After a deadlock it may: but not
     * if the other waits for what this transaction has claimed before.
     */
    StoreException ofJoined(String operation, Throwable failure) {
        SQLException reason = reason(failure);
        String state = state(reason);
        String problem = problem(failure, reason) + "; roll your transaction back and run it again";
        if (state.equals(SERIALIZATION_FAILURE) || state.startsWith("08") || state.startsWith("57P")) {
            return StoreException.permanent(store, operation, problem, failure);
        }
        return state.equals(DEADLOCK)
                ? StoreException.retryable(store, operation, problem, failure)
                : of(operation, failure);
    }

    /** Whatever an operation has thrown, as a failure of the store. */
    StoreException toStoreException(String operation, RuntimeException failure) {
        return failure instanceof StoreException known ? known : of(operation, failure);
    }

    /** A request whose time is over before anything came back. */
    StoreException ofSilence(String operation, Duration timeLeft) {
        return StoreException.retryable(
                store,
                operation,
                "no answer within " + timeLeft.toMillis() + " ms; the server is slower than its callers",
                null);
    }

    /** Whether the server has ended one of several transactions that had to do with the same rows. */
    static boolean isConflict(Throwable failure) {
        return state(reason(failure)).startsWith("40");
    }

    /** A request after the end. */
    StoreException ofClosed(String operation) {
        return StoreException.permanent(store, operation, "the store is closed; open a new one", null);
    }

    private String problem(Throwable failure, @Nullable SQLException reason) {
        String said = reason == null ? String.valueOf(failure.getMessage()) : firstLine(reason);
        String meaning = MEANINGS.get(state(reason));
        return "table " + table + ": " + (meaning == null ? said : meaning + " (" + said + ")");
    }

    /** Further lines show the statement and its context. The driver does not say that it was the name which led nowhere. */
    private static String firstLine(SQLException reason) {
        String said = String.valueOf(reason.getMessage()).lines().findFirst().orElse("");
        return (reason.getCause() instanceof UnknownHostException ? "the host's name is not known: " : "")
                + said
                + ", SQLSTATE "
                + state(reason);
    }

    /** An error without a state is one of the pool, or of the driver's connection. */
    private static boolean mayPass(@Nullable SQLException reason) {
        String state = state(reason);
        return state.isEmpty()
                ? reason != null
                : PASSING.contains(state) || PASSING_CLASSES.contains(state.substring(0, 2));
    }

    static String state(@Nullable SQLException reason) {
        String state = reason == null ? null : reason.getSQLState();
        return state == null || state.length() < 2 ? "" : state;
    }

    /**
     * The deepest, which is the server's own; those around it are the pool's or jOOQ's. But beneath that of a transaction which had
     * failed before, the driver puts the failure of then.
     */
    static @Nullable SQLException reason(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .reduce((outer, inner) -> ABORTED.equals(outer.getSQLState()) ? outer : inner)
                .orElse(null);
    }
}
