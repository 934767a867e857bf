// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import dev.dedup.spi.StoreException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
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
    static final String NO_SCHEMA = "3F000";
    static final Set<String> EXISTS_ALREADY = Set.of("42P07", "42P06", "42710", "23505");

    private static final String SERIALIZATION_FAILURE = "40001";
    private static final String LOCKED = "55P03";
    private static final String DEADLOCK = "40P01";

    /** Of these classes an error may pass: the connection, resources, the operator, the transaction, the system. */
    private static final Set<String> PASSING_CLASSES = Set.of("08", "53", "57", "40", "58");

    /** A server's end of a transaction that was idle, or that went on, for too long. */
    private static final String IDLE = "25P03";

    private static final String TOO_LONG = "25P04";

    /** A prepared statement that a pooler lost, or has of somebody else. */
    private static final Set<String> OF_POOLER = Set.of("26000", "42P05");

    /** Of other classes: a lock that was not had in time, a read-only server, a transaction that the server ended. */
    private static final Set<String> PASSING = Set.of(LOCKED, READ_ONLY, IDLE, TOO_LONG);

    /** What ends a transaction of the caller's, or does not change before its end. */
    private static final Set<String> ENDING = Set.of(SERIALIZATION_FAILURE, READ_ONLY, IDLE, TOO_LONG);

    private static final String POOLER =
            "a pooler has another connection now; set prepareThreshold=0, or let it keep prepared statements";

    private static final String READ_ONLY_TRANSACTION =
            "the transaction is READ ONLY, or the server is a replica, since a fail-over; begin it as READ WRITE on the"
                    + " primary";

    private static final Map<String, String> MEANINGS = Map.ofEntries(
            Map.entry(
                    "57014",
                    "no answer in time: another transaction holds the post (see pg_blocking_pids), the server is busy, or"
                            + " somebody cancelled the statement"),
            Map.entry(LOCKED, "another transaction holds the post"),
            Map.entry(DEADLOCK, "the server broke a deadlock with another transaction"),
            Map.entry(SERIALIZATION_FAILURE, "another transaction has changed the same claims"),
            Map.entry(READ_ONLY, "the server is read-only: a replica, since a fail-over; connect to the primary"),
            Map.entry(
                    IDLE,
                    "the server ended the connection, which was idle in its transaction for longer than"
                            + " idle_in_transaction_session_timeout"),
            Map.entry(TOO_LONG, "the server ended the transaction, which took longer than its transaction_timeout"),
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
        String problem = problem(failure, meaning(reason));
        return hasNoConnectionFree(failure) || mayPass(reason)
                ? StoreException.retryable(store, operation, problem, failure)
                : StoreException.permanent(store, operation, problem, failure);
    }

    /**
     * In a transaction that sees one snapshot, that may not write, or whose connection is gone, asking again does not help. After a
     * deadlock it may: but not if the other waits for what this transaction has claimed before.
     */
    StoreException ofJoined(String operation, Throwable failure) {
        SQLException reason = reason(failure);
        boolean ends = reason != null && endsTransaction(state(reason));
        if (reason == null || !(ends || state(reason).equals(DEADLOCK))) {
            return of(operation, failure);
        }
        String meaning = state(reason).equals(READ_ONLY) ? READ_ONLY_TRANSACTION : meaning(reason);
        String problem = problem(failure, meaning) + "; roll your transaction back and run it again";
        return ends
                ? StoreException.permanent(store, operation, problem, failure)
                : StoreException.retryable(store, operation, problem, failure);
    }

    /** An error without a state is one of a connection that is closed. */
    private static boolean endsTransaction(String state) {
        return state.isEmpty()
                || ENDING.contains(state)
                || OF_POOLER.contains(state)
                || state.startsWith("08")
                || state.startsWith("57P");
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

    /** A request whose time is over, or nearly, before there was a connection for it; nothing was sent. */
    StoreException ofNoConnection(String operation, Duration timeLeft) {
        return StoreException.retryable(
                store,
                operation,
                "no connection within " + timeLeft.toMillis()
                        + " ms: all of the pool are in use, or a new one takes longer; claim in batches, or give it more connections",
                null);
    }

    /** A request whose thread is to stop while it waits for a connection; nothing was sent. */
    StoreException ofInterruption(String operation, InterruptedException interruption) {
        return StoreException.permanent(
                store, operation, "the thread was interrupted while it waited for a connection", interruption);
    }

    /** Whether the server has ended one of several transactions that had to do with the same rows. */
    static boolean isConflict(Throwable failure) {
        return state(reason(failure)).startsWith("40");
    }

    /** Whether a statement has waited for another transaction for as long as it was to. */
    static boolean isWait(StoreException failure) {
        return LOCKED.equals(state(reason(failure)));
    }

    /** A request after the end. */
    StoreException ofClosed(String operation) {
        return StoreException.permanent(store, operation, "the store is closed; open a new one", null);
    }

    /** A purge whose thread is wanted elsewhere. */
    StoreException ofInterruptedPurge() {
        return StoreException.retryable(
                store, "purge", "the thread was interrupted; a later purge deletes the rest", null);
    }

    private String problem(Throwable failure, @Nullable String meaning) {
        SQLException reason = reason(failure);
        SQLException outer = outermost(failure);
        String said = reason == null ? unnamed(failure) : firstLine(reason);
        String problem = meaning == null ? said : meaning + " (" + said + ")";
        return "table " + table + ": "
                + (hasNoConnectionFree(failure) && reason != outer
                        ? "no connection of the pool was free in time (" + withoutState(outer)
                                + "); the last new one failed: " + problem
                        : problem);
    }

    private static @Nullable String meaning(@Nullable SQLException reason) {
        return MEANINGS.get(state(reason));
    }

    private static String unnamed(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.toString() : message;
    }

    /** Further lines show the statement and its context. The driver does not say that it was the name which led nowhere. */
    private static String firstLine(SQLException reason) {
        String state = state(reason);
        return (reason.getCause() instanceof UnknownHostException ? "the host's name is not known: " : "")
                + withoutState(reason)
                + (state.isEmpty() ? "" : ", SQLSTATE " + state);
    }

    private static String withoutState(@Nullable SQLException reason) {
        return reason == null
                ? ""
                : String.valueOf(reason.getMessage()).lines().findFirst().orElse("");
    }

    /** The pool says so by this, and beneath it puts why it could make no other the last time, which may be long ago. */
    private static boolean hasNoConnectionFree(Throwable failure) {
        return outermost(failure) instanceof SQLTransientConnectionException;
    }

    private static @Nullable SQLException outermost(Throwable failure) {
        return sqlExceptions(failure).findFirst().orElse(null);
    }

    /** An error without a state is one of the pool, or of the driver's connection. */
    private static boolean mayPass(@Nullable SQLException reason) {
        String state = state(reason);
        return state.isEmpty()
                ? reason != null
                : PASSING.contains(state)
                        || OF_POOLER.contains(state)
                        || PASSING_CLASSES.contains(state.substring(0, 2));
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
        return sqlExceptions(failure)
                .reduce((outer, inner) -> ABORTED.equals(outer.getSQLState()) ? outer : inner)
                .orElse(null);
    }

    private static Stream<SQLException> sqlExceptions(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast);
    }
}
